#include "plugin/salesforce/retry.hpp"

#include "plugin/salesforce/refusal.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce;

namespace {

Answer answered(int status, std::string body = {}) {
    Answer answer;
    answer.http_status = status;
    answer.body = std::move(body);
    return answer;
}

Answer broken(alysio_status end, alysio_http_sent sent) {
    Answer answer;
    answer.end = end;
    answer.sent = sent;
    return answer;
}

Happened happened(const Answer& answer) {
    return what_happened(answer, read_refusal(answer));
}

}  // namespace

TEST_CASE("Who may be sent again") {
    const auto [what, get, post, patch] = GENERATE(table<Happened, Next, Next, Next>({
        {Happened::NothingSent, Next::SendAgain, Next::SendAgain, Next::SendAgain},
        {Happened::RefusedUndone, Next::SendAgain, Next::SendAgain, Next::SendAgain},
        {Happened::Lost, Next::SendAgain, Next::ReportUnknown, Next::ReadBack},
        {Happened::CutShort, Next::Report, Next::ReportUnknown, Next::ReportUnknown},
        {Happened::Final, Next::Report, Next::Report, Next::Report},
    }));
    CHECK(next_step(Verb::Get, what) == get);
    CHECK(next_step(Verb::Post, what) == post);
    CHECK(next_step(Verb::Patch, what) == patch);
}

TEST_CASE("An answer tells what happened to the request") {
    const auto [answer, what] = GENERATE(table<Answer, Happened>({
        {broken(ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT), Happened::NothingSent},
        {broken(ALYSIO_E_BROKEN, ALYSIO_HTTP_MAYBE_SENT), Happened::Lost},
        {broken(ALYSIO_E_BROKEN, ALYSIO_HTTP_ANSWERED), Happened::Lost},
        {broken(ALYSIO_E_CANCELLED, ALYSIO_HTTP_MAYBE_SENT), Happened::CutShort},
        {broken(ALYSIO_E_CANCELLED, ALYSIO_HTTP_NOT_SENT), Happened::Final},
        {broken(ALYSIO_E_DENIED, ALYSIO_HTTP_NOT_SENT), Happened::Final},
        {broken(ALYSIO_E_TOO_LARGE, ALYSIO_HTTP_NOT_SENT), Happened::Final},
        {answered(429), Happened::RefusedUndone},
        {answered(400, R"([{"errorCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access"}])"),
         Happened::RefusedUndone},
        {answered(403, R"([{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"ConcurrentRequests Limit"}])"),
         Happened::RefusedUndone},
        {answered(403, R"([{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}])"),
         Happened::Final},
        {answered(500, R"([{"errorCode":"UNKNOWN_EXCEPTION","message":"An unexpected error occurred."}])"),
         Happened::Lost},
        {answered(502, "<html>bad gateway</html>"), Happened::Lost},
        {answered(503), Happened::Lost},
        {answered(503, R"([{"errorCode":"INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE","message":"x"}])"),
         Happened::Final},
        {answered(401, R"([{"errorCode":"INVALID_SESSION_ID","message":"x"}])"), Happened::Final},
        {answered(400, "no JSON"), Happened::Final},
    }));
    INFO(answer.end << " " << answer.http_status << " " << answer.body);
    CHECK(happened(answer) == what);
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
