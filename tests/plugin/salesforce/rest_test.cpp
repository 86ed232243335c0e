// Requests that fail and are, or are not, sent again: seen through the tools, in virtual time.

#include "tests/plugin/tool_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace rest_test {

using namespace alysio;
using namespace alysio::salesforce::tests;

namespace {

constexpr std::uint64_t second = 1'000'000'000;
const std::string get = "GET /sobjects/Account/" + account_id;
const Json account = {{"object_name", "Account"}, {"record_id", account_id}};

/// Fails `count` times, then answers.
void fail_first(ToolFixture& tools, int count, const Answer& failure, const Answer& after) {
    tools.host.on_request = [&tools, count, failure, after](const SeenRequest& request) mutable {
        if (request.path == "/sobjects/Account/describe" || request.path == "/query") return tools.org(request);
        return count-- > 0 ? failure : after;
    };
}

}  // namespace

TEST_CASE("A read is tried four times at most, and waits a little longer each time") {
    ToolFixture tools;
    const Answer failure = GENERATE(Answer::failure(ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT),
                                    Answer::failure(ALYSIO_E_BROKEN, ALYSIO_HTTP_MAYBE_SENT),
                                    Answer::json("<html></html>", 503), Answer::json("{}", 429));
    const std::uint64_t start = tools.host.now_ns;
    SECTION("it succeeds at last") {
        fail_first(tools, 3, failure, row({{"Id", account_id}}));
        tools.call("salesforce_get_record", account);
        CHECK(tools.succeeded);
        CHECK(tools.requests.size() == 4);
    }
    SECTION("it gives up") {
        fail_first(tools, 4, failure, row({{"Id", account_id}}));
        const Json result = tools.call("salesforce_get_record", account);
        CHECK(tools.requests.size() == 4);
        CHECK(result["error"]["retryable"] == true);
    }
    CHECK(tools.host.now_ns - start <= 1'400'000'000);
    CHECK(tools.host.now_ns > start);
}

TEST_CASE("A create is sent again only when nothing of it was sent or done") {
    const auto [failure, attempts] = GENERATE(table<Answer, std::size_t>({
        {Answer::failure(ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT), 2},
        {Answer::json("{}", 429), 2},
        {refusal(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record"), 2},
        {refusal(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded"), 2},
        {refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), 1},
        {Answer::failure(ALYSIO_E_BROKEN, ALYSIO_HTTP_MAYBE_SENT), 1},
        {Answer::json("", 500), 1},
        {refusal(401, "INVALID_SESSION_ID", "Session expired or invalid"), 1},
        {Answer::failure(ALYSIO_E_DENIED, ALYSIO_HTTP_NOT_SENT), 1},
    }));
    INFO(failure.status << " " << failure.http_status << " " << failure.body);
    ToolFixture tools;
    fail_first(tools, 1, failure, row({{"id", account_id}, {"success", true}}));
    tools.call("salesforce_create_record", {{"object_name", "Account"}, {"fields", {{"Name", "x"}}}});
    const std::vector<std::string> asked = tools.asked();
    CHECK(std::count(asked.begin(), asked.end(), "POST /sobjects/Account") == static_cast<std::ptrdiff_t>(attempts));
    CHECK(tools.succeeded == (attempts == 2));
}

TEST_CASE("Retry-After is waited for up to half a minute, and a longer one is told") {
    ToolFixture tools;
    const auto [header, seconds, waits] =
        GENERATE(table<std::string, std::uint64_t, bool>({{"7", 7, true}, {"30", 30, true}, {"31", 31, false}}));
    Answer busy = Answer::json("{}", 429);
    if (seconds == 7) {
        busy.headers.emplace_back("retry-after", header);
    } else {
        busy.retry_after_ns = seconds * second;
    }
    fail_first(tools, 1, busy, row({{"Id", account_id}}));
    const std::uint64_t start = tools.host.now_ns;
    const Json result = tools.call("salesforce_get_record", account);
    CHECK(tools.succeeded == waits);
    if (waits) {
        CHECK(tools.host.now_ns - start == seconds * second);
    } else {
        CHECK(result["error"]["code"] == "rate_limited");
        CHECK(result["error"]["retry_after_s"] == 31.0);
        CHECK(tools.host.now_ns == start);
    }
}

TEST_CASE("No wait goes beyond the deadline of the call") {
    ToolFixture tools;
    Answer busy = Answer::json("{}", 429);
    busy.retry_after_ns = 20 * second;
    fail_first(tools, 1, busy, row({{"Id", account_id}}));
    CallOptions options = ToolFixture::default_options();
    options.deadline_ns = 10 * second;
    const Json result = tools.call("salesforce_get_record", account, options);
    CHECK(result["error"]["code"] == "rate_limited");
    CHECK(tools.requests.size() == 1);
}

TEST_CASE("A call whose time runs out says timeout, one that is given up says cancelled") {
    const auto [reason, code] =
        GENERATE(table<alysio_cancel_reason, std::string>({{ALYSIO_CANCEL_DEADLINE, "timeout"},
                                                           {ALYSIO_CANCEL_USER, "cancelled"},
                                                           {ALYSIO_CANCEL_SHUTDOWN, "cancelled"}}));
    ToolFixture tools;
    Answer answer = row({{"Id", account_id}});
    SECTION("while it waits for an answer") {
        answer.delay_ns = 10 * second;
    }
    SECTION("while it waits to try again") {
        answer = Answer::json("{}", 429);
        answer.retry_after_ns = 10 * second;
    }
    tools.org.answers[get] = answer;
    testing::TestCall& call = tools.host.call("salesforce_get_record", account.dump(), ToolFixture::default_options());
    tools.host.advance(second);
    tools.host.cancel(call.id, reason);
    CHECK(call.finished);
    CHECK(Json::parse(call.result)["error"]["code"] == code);
    CHECK(tools.host.misuse.empty());
}

TEST_CASE("A refused identity forgets what was remembered for it") {
    ToolFixture tools;
    tools.call("salesforce_get_object_fields", {{"object_name", "Account"}});
    tools.org.answers[get] = refusal(401, "INVALID_SESSION_ID", "Session expired or invalid");
    const Json result = tools.call("salesforce_get_record", account);
    CHECK(result["error"]["code"] == "reconnect_required");
    CHECK_THAT(result["error"]["guidance"].get<std::string>(), Catch::Contains("Settings → Integrations"));
    tools.call("salesforce_get_object_fields", {{"object_name", "Account"}});
    CHECK(tools.asked().front() == "GET /sobjects/Account/describe");
    CHECK(tools.requests.front().header("if-modified-since").empty());
}

TEST_CASE("A host that offers no HTTP is told as a fault of the host") {
    ToolFixture tools;
    testing::TestHost host(*alysio_plugin_v1());
    host.offer_http = false;
    REQUIRE(host.create() == ALYSIO_OK);
    testing::TestCall& call = host.call("salesforce_get_record", account.dump());
    host.run();
    CHECK(Json::parse(call.result)["error"]["code"] == "internal");
}

}  // namespace rest_test
