#include "sandbox_host/tenants/proxy_reply.hpp"

#include "sandbox_host/salesforce/provider.hpp"
#include "sandbox_host/tenants/provider.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::tenants {
namespace {

std::string meaning(int status, std::string_view body) {
    const auto error = proxy_error({status, {{"Retry-After", "7"}}}, body, 0, *salesforce::provider());
    if (!error) return "provider";
    CHECK(error->message.find("aragon") == std::string::npos);
    switch (error->status) {
        case ALYSIO_E_RECONNECT:
            return "reconnect";
        case ALYSIO_E_NOT_APPROVED:
            return "not approved";
        case ALYSIO_E_HOST_CREDENTIAL:
            return "host credential";
        case ALYSIO_E_UNAVAILABLE:
            return "unavailable " + std::to_string(error->retry_after_ns / 1'000'000'000);
        default:
            return "?";
    }
}

}  // namespace

TEST_CASE("errors are told apart by who wrote them") {
    using Row = std::tuple<int, std::string, std::string>;
    const auto [status, body, expected] = GENERATE(values<Row>({
        {401, R"([{"errorCode":"INVALID_SESSION_ID","message":"Session expired or invalid"}])", "provider"},
        {400, R"([{"errorCode":"INVALID_FIELD","message":"No such column"}])", "provider"},
        {400, R"({"output":[{"errorCode":"INVALID_FIELD"}]})", "provider"},
        {400, R"({"message":{"message":"Bad Request","response":{"code":400}}})", "provider"},
        {503, "<html>Service Unavailable</html>", "provider"},
        {500, "", "provider"},
        {404,
         R"({"message":"Integration not enabled for user.","code":"integration_not_enabled","status":404,"meta":{}})",
         "reconnect"},
        {400, R"({"message":"Credential could not be verified.","code":"7003"})", "reconnect"},
        {400, R"({"message":"Credential could not be verified.","code":7003})", "reconnect"},
        {401, R"({"message":"Unauthorized","code":"unauthorized"})", "host credential"},
        {403, R"({"message":"Insufficient permission","code":"7210"})", "host credential"},
        {404, R"({"message":"Project not found."})", "host credential"},
        {429, R"({"message":"Too many requests"})", "provider"},
        {502, R"({"message":"Bad gateway"})", "unavailable 7"},
        {400, R"({"message":[{"constraints":{"isUuid":"must be a UUID"}}]})", "provider"},
        {400, R"({"message":"OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured during authentication."})",
         "not approved"},
        {400, R"({"message":"error_description=this+app+is+blocked+by+admin"})", "not approved"},
    }));
    CAPTURE(status, body);
    CHECK(meaning(status, body) == expected);
}

TEST_CASE("a gateway says when to try again in seconds or by a date") {
    using Row = std::pair<std::string, std::uint64_t>;
    const auto [header, seconds] = GENERATE(values<Row>({
        {"120", 120},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 37},
        {"Sun, 06 Nov 1994 08:48:59 GMT", 0},
        {"Mon, 07 Nov 1994 08:49:01 GMT", 0},
        {"-5", 0},
        {"soon", 0},
        {"", 0},
    }));
    CAPTURE(header);
    constexpr std::int64_t now = 784'111'740;  // 06 Nov 1994 08:49:00
    const auto error = proxy_error({502, {{"retry-after", header}}}, R"({"message":"Bad gateway"})", now, Provider{});
    REQUIRE(error);
    CHECK(error->retry_after_ns == seconds * 1'000'000'000);
}

TEST_CASE("what one provider says of apps nobody approved means nothing for another") {
    constexpr std::string_view body = R"({"message":"this app is blocked by admin"})";
    CHECK(proxy_error({400, {}}, body, 0, *salesforce::provider())->status == ALYSIO_E_NOT_APPROVED);
    CHECK_FALSE(proxy_error({400, {}}, body, 0, Provider{}));
}

}  // namespace alysio::sandbox::tenants
