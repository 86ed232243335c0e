// What a generation of the plugin hands to the next one.

#include "tests/plugin/tools/desk.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace alysio;
using namespace alysio::salesforce::tests;

namespace {

constexpr std::uint64_t second = 1'000'000'000;

CallOptions caller(const std::string& principal = "principal-1") {
    CallOptions options = Desk::default_options();
    options.principal = principal;
    options.connection = R"({"user_id":"005dM00000abcdeQAA","user_name":"Canary","multi_currency":false,)"
                         R"("person_accounts":false,"secret":"canary-7"})";
    options.settings = R"({"secret":"canary-7"})";
    return options;
}

Json fields_of(Desk& desk, const std::string& object, const std::string& principal = "principal-1") {
    return desk.call("salesforce_get_object_fields", {{"object_name", object}}, caller(principal));
}

// The old instance ends, a new one begins with `state`, on the same host and clock.
void reload(Desk& desk, const std::string& state) {
    desk.host.destroy();
    desk.host.logs.clear();
    REQUIRE(desk.host.create("{}", state) == ALYSIO_OK);
}

bool logged(const Desk& desk, const std::string& start) {
    return std::any_of(desk.host.logs.begin(), desk.host.logs.end(),
                       [&](const std::string& line) { return line.rfind(start, 0) == 0; });
}

}  // namespace

TEST_CASE("The next generation answers from the describes of the one before") {
    Desk desk;
    const Json before = fields_of(desk, "Account");
    fields_of(desk, "Opportunity", "principal-2");
    const std::string state = desk.host.save_state();
    reload(desk, state);
    CHECK(logged(desk, "state.taken_over: 2 describes"));
    CHECK(fields_of(desk, "account") == before);
    CHECK(desk.requests.empty());
    fields_of(desk, "Opportunity", "principal-2");
    CHECK(desk.requests.empty());
    SECTION("and no principal from those of another") {
        fields_of(desk, "Account", "principal-2");
        CHECK(desk.asked() == std::vector<std::string>{"GET /sobjects/Account/describe"});
    }
}

TEST_CASE("Describes go on growing old, and are revalidated as in the generation that fetched them") {
    Desk desk;
    fields_of(desk, "Account");
    desk.host.advance(200 * second);
    reload(desk, desk.host.save_state());
    desk.host.advance(99 * second);
    fields_of(desk, "Account");
    CHECK(desk.requests.empty());
    desk.host.advance(second);
    desk.org.answers["GET /sobjects/Account/describe"] = Answer::json("", 304);
    fields_of(desk, "Account");
    REQUIRE(desk.requests.size() == 1);
    CHECK(desk.requests[0].header("if-modified-since") == "Mon, 04 May 2026 10:00:00 GMT");
}

TEST_CASE("What is too old is neither handed over nor taken over") {
    Desk desk;
    const std::string empty = desk.host.save_state();
    fields_of(desk, "Account");
    const std::string state = desk.host.save_state();
    CHECK(state.size() > empty.size());
    desk.host.advance(300 * second);
    CHECK(desk.host.save_state() == empty);
    reload(desk, state);
    CHECK(logged(desk, "state.taken_over: 0 describes"));
    fields_of(desk, "Account");
    CHECK(desk.requests.size() == 1);
}

TEST_CASE("What claims to be fetched in the future is not taken over") {
    Desk desk;
    fields_of(desk, "Account");
    const std::string state = desk.host.save_state();
    desk.host.destroy();
    desk.host.unix_start_ns -= 3600 * static_cast<std::int64_t>(second);
    reload(desk, state);
    fields_of(desk, "Account");
    CHECK(desk.requests.size() == 1);
}

TEST_CASE("A state that was taken over is handed on byte by byte as it came") {
    Desk desk;
    for (const char* principal : {"ann", "bob", "eve"}) {
        fields_of(desk, "Opportunity", principal);
        fields_of(desk, "Account", principal);
        desk.host.advance(second);
    }
    fields_of(desk, "Account", "ann");
    const std::string state = desk.host.save_state();
    reload(desk, state);
    desk.host.advance(second);
    CHECK(desk.host.save_state() == state);
}

TEST_CASE("A state holds nothing of a call's settings and connection") {
    Desk desk;
    fields_of(desk, "Account");
    const std::string state = desk.host.save_state();
    CHECK(state.find("Annual Recurring Revenue") != std::string::npos);
    CHECK(state.find("canary-7") == std::string::npos);
    CHECK(state.find("Canary") == std::string::npos);
}

TEST_CASE("A state is bounded, and the describes used last are in it") {
    Desk desk;
    std::vector<Json> fields;
    for (int i = 0; i < 80; ++i)
        fields.push_back(
            field("Field_" + std::to_string(i) + "__c", "string", {{"inlineHelpText", std::string(2500, 'h')}}));
    const std::string large = describe("Large__c", "a00", fields);  // 200 KB each
    desk.host.on_request = [&](const SeenRequest&) { return Answer::json(large); };
    const auto ask = [&](int number) {
        const std::size_t before = desk.host.requests.size();
        desk.host.call("salesforce_get_object_fields", R"({"object_name":"Large__c"})",
                       caller("principal-" + std::to_string(number)));
        desk.host.run();
        return desk.host.requests.size() - before;
    };
    for (int i = 0; i < 8; ++i) ask(i);
    const std::string state = desk.host.save_state();
    CHECK(state.size() > 600'000);
    CHECK(state.size() <= 1'000'000);
    reload(desk, state);
    CHECK(ask(7) == 0);
    CHECK(ask(6) == 0);
    CHECK(ask(0) == 1);
}

TEST_CASE("Whatever a state looks like, the plugin starts, cold, and says so once") {
    Desk desk;
    fields_of(desk, "Account");
    const std::string state = desk.host.save_state();
    std::mt19937 random(7);
    const auto starts_cold = [&](const std::string& bytes) {
        reload(desk, bytes);
        CHECK(desk.host.logs.size() == 1);
        CHECK(logged(desk, "state.ignored"));
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
    fields_of(desk, "Account");
    CHECK(desk.succeeded);
    CHECK(desk.requests.size() == 1);
    reload(desk, "");
    CHECK(desk.host.logs.empty());
}
