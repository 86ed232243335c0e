// What a generation of the plugin hands to the next one.

#include "tests/plugin/tool_fixture.hpp"

#include <catch2/catch.hpp>

#include <random>

namespace saved_state_test {

using namespace alysio;
using namespace alysio::salesforce::tests;

namespace {

constexpr std::uint64_t second = 1'000'000'000;

CallOptions caller(const std::string& principal = "principal-1") {
    CallOptions options = ToolFixture::default_options();
    options.principal = principal;
    options.connection = R"({"user_id":"005dM00000abcdeQAA","user_name":"Canary","multi_currency":false,)"
                         R"("person_accounts":false,"secret":"canary-7"})";
    options.settings = R"({"secret":"canary-7"})";
    return options;
}

Json fields_of(ToolFixture& tools, const std::string& object, const std::string& principal = "principal-1") {
    return tools.call("salesforce_get_object_fields", {{"object_name", object}}, caller(principal));
}

// The old instance ends, a new one begins with `state`, on the same host and clock.
void reload(ToolFixture& tools, const std::string& state) {
    tools.host.destroy();
    tools.host.logs.clear();
    REQUIRE(tools.host.create("{}", state) == ALYSIO_OK);
}

bool logged(const ToolFixture& tools, const std::string& start) {
    return std::any_of(tools.host.logs.begin(), tools.host.logs.end(),
                       [&](const std::string& line) { return line.rfind(start, 0) == 0; });
}

}  // namespace

TEST_CASE("The next generation answers from the describes of the one before") {
    ToolFixture tools;
    const Json before = fields_of(tools, "Account");
    fields_of(tools, "Opportunity", "principal-2");
    const std::string state = tools.host.save_state();
    reload(tools, state);
    CHECK(logged(tools, "state.taken_over: 2 describes"));
    CHECK(fields_of(tools, "account") == before);
    CHECK(tools.requests.empty());
    fields_of(tools, "Opportunity", "principal-2");
    CHECK(tools.requests.empty());
    SECTION("and no principal from those of another") {
        fields_of(tools, "Account", "principal-2");
        CHECK(tools.asked() == std::vector<std::string>{"GET /sobjects/Account/describe"});
    }
}

TEST_CASE("Describes go on growing old, and are revalidated as in the generation that fetched them") {
    ToolFixture tools;
    fields_of(tools, "Account");
    tools.host.advance(200 * second);
    reload(tools, tools.host.save_state());
    tools.host.advance(99 * second);
    fields_of(tools, "Account");
    CHECK(tools.requests.empty());
    tools.host.advance(second);
    tools.org.answers["GET /sobjects/Account/describe"] = testing::Answer::json("", 304);
    fields_of(tools, "Account");
    REQUIRE(tools.requests.size() == 1);
    CHECK(tools.requests[0].header("if-modified-since") == "Mon, 04 May 2026 10:00:00 GMT");
}

TEST_CASE("What is too old is neither handed over nor taken over") {
    ToolFixture tools;
    const std::string empty = tools.host.save_state();
    fields_of(tools, "Account");
    const std::string state = tools.host.save_state();
    CHECK(state.size() > empty.size());
    tools.host.advance(300 * second);
    CHECK(tools.host.save_state() == empty);
    reload(tools, state);
    CHECK(logged(tools, "state.taken_over: 0 describes"));
    fields_of(tools, "Account");
    CHECK(tools.requests.size() == 1);
}

TEST_CASE("What claims to be fetched in the future is not taken over") {
    ToolFixture tools;
    fields_of(tools, "Account");
    const std::string state = tools.host.save_state();
    tools.host.destroy();
    tools.host.unix_start_ns -= 3600 * static_cast<std::int64_t>(second);
    reload(tools, state);
    fields_of(tools, "Account");
    CHECK(tools.requests.size() == 1);
}

TEST_CASE("A state that was taken over is handed on byte by byte as it came") {
    ToolFixture tools;
    for (const char* principal : {"ann", "bob", "eve"}) {
        fields_of(tools, "Opportunity", principal);
        fields_of(tools, "Account", principal);
        tools.host.advance(second);
    }
    fields_of(tools, "Account", "ann");
    const std::string state = tools.host.save_state();
    reload(tools, state);
    tools.host.advance(second);
    CHECK(tools.host.save_state() == state);
}

TEST_CASE("A state holds nothing of a call's settings and connection") {
    ToolFixture tools;
    fields_of(tools, "Account");
    const std::string state = tools.host.save_state();
    CHECK(state.find("Annual Recurring Revenue") != std::string::npos);
    CHECK(state.find("canary-7") == std::string::npos);
    CHECK(state.find("Canary") == std::string::npos);
}

TEST_CASE("A state is bounded, and the describes used last are in it") {
    ToolFixture tools;
    std::vector<Json> fields;
    for (int i = 0; i < 80; ++i)
        fields.push_back(
            field("Field_" + std::to_string(i) + "__c", "string", {{"inlineHelpText", std::string(2500, 'h')}}));
    const std::string large = describe("Large__c", "a00", fields);  // 200 KB each
    tools.host.on_request = [&](const SeenRequest&) { return testing::Answer::json(large); };
    const auto ask = [&](int number) {
        const std::size_t before = tools.host.requests.size();
        tools.host.call("salesforce_get_object_fields", R"({"object_name":"Large__c"})",
                        caller("principal-" + std::to_string(number)));
        tools.host.run();
        return tools.host.requests.size() - before;
    };
    for (int i = 0; i < 8; ++i) ask(i);
    const std::string state = tools.host.save_state();
    CHECK(state.size() > 600'000);
    CHECK(state.size() <= 1'000'000);
    reload(tools, state);
    CHECK(ask(7) == 0);
    CHECK(ask(6) == 0);
    CHECK(ask(0) == 1);
}

TEST_CASE("Whatever a state looks like, the plugin starts, cold, and says so once") {
    ToolFixture tools;
    fields_of(tools, "Account");
    const std::string state = tools.host.save_state();
    std::mt19937 random(7);
    const auto starts_cold = [&](const std::string& bytes) {
        reload(tools, bytes);
        CHECK(tools.host.logs.size() == 1);
        CHECK(logged(tools, "state.ignored"));
    };
    for (std::size_t size = 1; size < state.size(); size += 1 + random() % 7) starts_cold(state.substr(0, size));
    for (std::size_t i = 0; i < state.size(); ++i) {
        std::string changed = state;
        changed[i] = static_cast<char>(changed[i] ^ (1 << random() % 8));
        starts_cold(changed);
    }
    for (int round = 0; round < 200; ++round) {
        std::string bytes(1 + random() % 500, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        starts_cold(bytes);
    }
    fields_of(tools, "Account");
    CHECK(tools.succeeded);
    CHECK(tools.requests.size() == 1);
    reload(tools, "");
    CHECK(tools.host.logs.empty());
}

}  // namespace saved_state_test
