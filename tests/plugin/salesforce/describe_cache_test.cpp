#include "tests/plugin/tool_fixture.hpp"

#include <catch2/catch.hpp>

namespace describe_cache_test {

using namespace alysio;
using namespace alysio::salesforce::tests;

namespace {

constexpr std::uint64_t second = 1'000'000'000;
const std::string describe_path = "GET /sobjects/Account/describe";

// Everything about the user is said by the host, so that each call asks for a describe and nothing else.
CallOptions caller(const std::string& principal = "principal-1") {
    CallOptions options = ToolFixture::default_options();
    options.principal = principal;
    options.connection =
        R"({"user_id":"005dM00000abcdeQAA","user_name":"Ann","multi_currency":false,"person_accounts":false})";
    return options;
}

testing::TestCall& begin(ToolFixture& tools, const std::string& principal = "principal-1",
                         const std::string& object = "Account") {
    return tools.host.call("salesforce_get_object_fields", Json({{"object_name", object}}).dump(), caller(principal));
}

}  // namespace

TEST_CASE("A describe is remembered for five minutes, and then revalidated") {
    ToolFixture tools;
    const Json arguments = {{"object_name", "Account"}};
    tools.call("salesforce_get_object_fields", arguments, caller());
    CHECK(tools.requests.size() == 1);
    tools.host.advance(299 * second);
    tools.call("salesforce_get_object_fields", {{"object_name", "ACCOUNT"}}, caller());
    CHECK(tools.requests.empty());

    tools.host.advance(second);
    tools.org.answers[describe_path] = Answer::json("", 304);
    const Json revalidated = tools.call("salesforce_get_object_fields", arguments, caller());
    CHECK(tools.requests.at(0).header("if-modified-since") == "Mon, 04 May 2026 10:00:00 GMT");
    CHECK(revalidated["field_count"] == 10);
    tools.call("salesforce_get_object_fields", arguments, caller());
    CHECK(tools.requests.empty());

    tools.host.advance(300 * second);
    tools.org.answers[describe_path] = Answer::json(describe("Account", "001", {field("Name", "string")}));
    CHECK(tools.call("salesforce_get_object_fields", arguments, caller())["field_count"] == 1);
}

TEST_CASE("Two principals never share a describe") {
    ToolFixture tools;
    begin(tools, "ann");
    begin(tools, "bob");
    tools.host.run();
    begin(tools, "ann");
    tools.host.run();
    REQUIRE(tools.host.requests.size() == 2);
    CHECK(tools.host.requests[0].principal == "ann");
    CHECK(tools.host.requests[1].principal == "bob");
}

TEST_CASE("Calls that want the same describe at the same time share one request") {
    ToolFixture tools;
    tools.org.answers[describe_path].delay_ns = second;
    std::vector<testing::TestCall*> calls;
    for (int i = 0; i < 5; ++i) calls.push_back(&begin(tools));
    tools.host.run();
    CHECK(tools.host.requests.size() == 1);
    for (const testing::TestCall* call : calls) CHECK(call->kind == ALYSIO_RESULT_SUCCESS);
}

TEST_CASE("They share its failure as well") {
    ToolFixture tools;
    Answer forbidden = refusal(403, "INSUFFICIENT_ACCESS", "no");
    forbidden.delay_ns = second;
    tools.org.answers[describe_path] = forbidden;
    testing::TestCall& first = begin(tools);
    testing::TestCall& second_call = begin(tools);
    tools.host.run();
    CHECK(tools.host.requests.size() == 1);
    CHECK(first.result == second_call.result);
    begin(tools);
    tools.host.run();
    CHECK(tools.host.requests.size() == 2);
}

TEST_CASE("When the call that asks is given up, the next one asks again") {
    ToolFixture tools;
    tools.org.answers[describe_path].delay_ns = second;
    testing::TestCall& first = begin(tools);
    testing::TestCall& next = begin(tools);
    testing::TestCall& last = begin(tools);
    tools.host.advance(second / 2);
    tools.host.cancel(first.id, ALYSIO_CANCEL_USER);
    tools.host.run();
    CHECK(Json::parse(first.result)["error"]["code"] == "cancelled");
    CHECK(next.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(last.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(tools.host.requests.size() == 2);
    CHECK(tools.host.misuse.empty());
}

TEST_CASE("A waiter that is given up leaves at once and disturbs nobody") {
    ToolFixture tools;
    tools.org.answers[describe_path].delay_ns = second;
    testing::TestCall& first = begin(tools);
    testing::TestCall& waiter = begin(tools);
    tools.host.cancel(waiter.id, ALYSIO_CANCEL_USER);
    CHECK(waiter.finished);
    tools.host.run();
    CHECK(first.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(tools.host.requests.size() == 1);
}

TEST_CASE("The memory for describes is bounded: the longest unused goes first") {
    ToolFixture tools;
    std::vector<Json> fields;
    for (int i = 0; i < 1000; ++i)
        fields.push_back(
            field("Field_" + std::to_string(i) + "__c", "string", {{"inlineHelpText", std::string(3000, 'h')}}));
    const std::string large = describe("Large__c", "a00", fields);  // some 4 MB each in memory
    tools.host.on_request = [&](const SeenRequest&) { return Answer::json(large); };
    const auto ask = [&](int number) {
        begin(tools, "principal-" + std::to_string(number), "Large__c");
        tools.host.run();
    };
    for (int i = 0; i < 12; ++i) ask(i);
    CHECK(tools.host.requests.size() == 12);
    ask(11);
    CHECK(tools.host.requests.size() == 12);
    ask(0);
    CHECK(tools.host.requests.size() == 13);
}

TEST_CASE("An answer that is no describe is a bad response and is not remembered") {
    ToolFixture tools;
    const std::string body = GENERATE("", "{}", "[]", R"({"name":"Account"})", R"({"name":"../x","fields":[]})");
    tools.org.answers[describe_path] = Answer::json(body);
    CHECK(tools.call("salesforce_get_object_fields", {{"object_name", "Account"}}, caller())["error"]["code"] ==
          "bad_response");
    tools.org = Org();
    tools.call("salesforce_get_object_fields", {{"object_name", "Account"}}, caller());
    CHECK(tools.succeeded);
}

}  // namespace describe_cache_test
