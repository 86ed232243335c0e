#include "plugin/salesforce/retry.hpp"

#include "plugin/salesforce/error_body.hpp"

#include <catch2/catch.hpp>

namespace retry_test {

using namespace alysio::salesforce;

namespace {

const RequestInfo query(Verb::get, RequestInfo::Kind::query);

Answer answered(std::uint32_t status, std::string body = {}) {
    alysio::sdk::HttpResponse response;
    response.sent = ALYSIO_HTTP_ANSWERED;
    response.http_status = status;
    response.body = std::move(body);
    return Answer(query, std::move(response));
}

Answer broken(alysio_status end, alysio_http_sent sent) {
    alysio::sdk::HttpResponse response;
    response.status = end;
    response.sent = sent;
    return Answer(query, std::move(response));
}

}  // namespace

TEST_CASE("Who may be sent again") {
    const auto [effect, get, post, patch] = GENERATE(table<Effect, Next, Next, Next>({
        {Effect::nothing_sent, Next::send_again, Next::send_again, Next::send_again},
        {Effect::refused_undone, Next::send_again, Next::send_again, Next::send_again},
        {Effect::lost, Next::send_again, Next::report_unknown, Next::read_back},
        {Effect::cut_short, Next::report, Next::report_unknown, Next::report_unknown},
        {Effect::settled, Next::report, Next::report, Next::report},
    }));
    CHECK(next_step(Verb::get, effect) == get);
    CHECK(next_step(Verb::post, effect) == post);
    CHECK(next_step(Verb::patch, effect) == patch);
}

TEST_CASE("An answer tells what happened to the request") {
    const auto [answer, effect] = GENERATE(table<Answer, Effect>({
        {broken(ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT), Effect::nothing_sent},
        {broken(ALYSIO_E_BROKEN, ALYSIO_HTTP_MAYBE_SENT), Effect::lost},
        {broken(ALYSIO_E_BROKEN, ALYSIO_HTTP_ANSWERED), Effect::lost},
        {broken(ALYSIO_E_CANCELLED, ALYSIO_HTTP_MAYBE_SENT), Effect::cut_short},
        {broken(ALYSIO_E_CANCELLED, ALYSIO_HTTP_NOT_SENT), Effect::settled},
        {broken(ALYSIO_E_DENIED, ALYSIO_HTTP_NOT_SENT), Effect::settled},
        {broken(ALYSIO_E_TOO_LARGE, ALYSIO_HTTP_NOT_SENT), Effect::settled},
        {broken(ALYSIO_E_TOO_LARGE, ALYSIO_HTTP_ANSWERED), Effect::cut_short},
        {answered(429), Effect::refused_undone},
        {answered(400, R"([{"errorCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access"}])"),
         Effect::refused_undone},
        {answered(403, R"([{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"ConcurrentRequests Limit"}])"),
         Effect::refused_undone},
        {answered(403, R"([{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}])"),
         Effect::settled},
        {answered(500, R"([{"errorCode":"UNKNOWN_EXCEPTION","message":"An unexpected error occurred."}])"),
         Effect::lost},
        {answered(502, "<html>bad gateway</html>"), Effect::lost},
        {answered(503), Effect::lost},
        {answered(503, R"([{"errorCode":"INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE","message":"x"}])"),
         Effect::settled},
        {answered(401, R"([{"errorCode":"INVALID_SESSION_ID","message":"x"}])"), Effect::settled},
        {answered(400, "no JSON"), Effect::settled},
    }));
    INFO(answer.status << " " << answer.http_status << " " << answer.body);
    CHECK(effect_of(answer, read_error_body(answer)) == effect);
}

TEST_CASE("The wait before the next attempt is anywhere below a ceiling that doubles from 200 ms") {
    CHECK(backoff_ns(1, 0) == 0);
    CHECK(backoff_ns(1, 200'000'000) == 200'000'000);
    CHECK(backoff_ns(1, 200'000'001) == 0);
    CHECK(backoff_ns(3, 800'000'000) == 800'000'000);
}

TEST_CASE("Retry-After is a number of seconds or a date") {
    constexpr std::int64_t now_s = 1'777'966'027;  // 2026-05-05T07:27:07Z
    const auto [header, seconds] = GENERATE(table<std::string, std::uint64_t>({
        {"7", 7},
        {"0", 0},
        {"Tue, 05 May 2026 07:27:37 GMT", 30},
        {"Tue, 05 May 2026 07:27:07 GMT", 0},
        {"Tue, 05 May 2026 07:00:00 GMT", 0},
        {"Wed, 05 May 2027 07:27:07 GMT", 86'400},
        {"99999999999999", 86'400},
        {"Mon, 05 May 2026 07:27:37 GMT", 0},
        {"Tuesday, 05-May-26 07:27:37 GMT", 0},
        {"Tue, 31 Feb 2026 07:27:37 GMT", 0},
        {"Tue, 05 Mai 2026 07:27:37 GMT", 0},
        {"-7", 0},
        {"7 s", 0},
        {"", 0},
    }));
    INFO(header);
    CHECK(read_retry_after_ns(header, now_s) == seconds * 1'000'000'000);
}

TEST_CASE("The org's budget is read from the header that Salesforce sends") {
    CHECK(read_api_usage("api-usage=21/15000")->used == 21);
    CHECK(read_api_usage("per-app-api-usage=17/250(appName=x); api-usage=12000/15000")->limit == 15000);
    CHECK(read_api_usage("api-usage=12000/15000")->is_high());
    CHECK(read_api_usage("api-usage=15001/15000")->is_high());
    CHECK_FALSE(read_api_usage("api-usage=11999/15000")->is_high());
    CHECK_FALSE(read_api_usage(GENERATE("", "api-usage=", "api-usage=x/y", "per-app-api-usage=17/250(appName=x)")));
}

}  // namespace retry_test
