#include "sandbox_host/mcp/request_state.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::mcp;
using Validity = RequestStates::Validity;

namespace {

const ConfirmedCall call{"act", digest(R"({"a":1})"), "ann", "token \"1\""};
const RequestStates::Now noon{std::chrono::seconds{1'800'000'000}};

}  // namespace

TEST_CASE("What was sealed comes back, once") {
    RequestStates states;
    const auto state = states.seal(call, noon);
    const auto opened = states.open(state, noon);
    REQUIRE(opened.validity == Validity::good);
    CHECK(opened.call.tool == call.tool);
    CHECK(opened.call.arguments_digest == call.arguments_digest);
    CHECK(opened.call.principal == call.principal);
    CHECK(opened.call.preview_token == call.preview_token);
    CHECK(states.open(state, noon).validity == Validity::over);
    CHECK(states.open(states.seal(call, noon), noon).validity == Validity::good);
}

TEST_CASE("A state ends after a while") {
    RequestStates states;
    const auto state = states.seal(call, noon);
    CHECK(states.open(state, noon + RequestStates::lifetime).validity == Validity::over);
    CHECK(states.open(state, noon + RequestStates::lifetime - std::chrono::seconds(1)).validity == Validity::good);
}

TEST_CASE("A state that was changed at any place, or comes from another process, is forged") {
    RequestStates states;
    RequestStates others;
    const auto state = states.seal(call, noon);
    CHECK(others.open(state, noon).validity == Validity::forged);
    for (std::size_t i = 0; i < state.size(); ++i) {
        auto changed = state;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CAPTURE(i);
        CHECK(states.open(changed, noon).validity == Validity::forged);
        CHECK(states.open(state.substr(0, i), noon).validity == Validity::forged);
    }
    CHECK(states.open("", noon).validity == Validity::forged);
    CHECK(states.open(".", noon).validity == Validity::forged);
}

TEST_CASE("The digest is of the value, not of its spelling") {
    CHECK(digest(R"({"a":1,"b":[1.0]})") == digest(R"({ "b" : [1.0], "a":1 })"));
    CHECK(digest(R"({"a":1.39E8})") == digest(R"({"a":139000000.0})"));
    CHECK(digest(R"({"a":1})") != digest(R"({"a":2})"));
}
