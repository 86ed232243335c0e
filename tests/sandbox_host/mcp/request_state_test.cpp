#include "sandbox_host/mcp/request_state.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::mcp;
using Verdict = RequestStates::Verdict;

namespace {

const Asked asked{"act", digest(R"({"a":1})"), "ann", "token \"1\""};
const RequestStates::Now noon{std::chrono::seconds{1'800'000'000}};

}  // namespace

TEST_CASE("What was sealed comes back, once") {
    RequestStates states;
    const auto state = states.seal(asked, noon);
    const auto opened = states.open(state, noon);
    REQUIRE(opened.verdict == Verdict::good);
    CHECK(opened.asked.tool == asked.tool);
    CHECK(opened.asked.arguments_digest == asked.arguments_digest);
    CHECK(opened.asked.principal == asked.principal);
    CHECK(opened.asked.preview_token == asked.preview_token);
    CHECK(states.open(state, noon).verdict == Verdict::over);
    CHECK(states.open(states.seal(asked, noon), noon).verdict == Verdict::good);
}

TEST_CASE("A state ends after a while") {
    RequestStates states;
    const auto state = states.seal(asked, noon);
    CHECK(states.open(state, noon + RequestStates::lifetime).verdict == Verdict::over);
    CHECK(states.open(state, noon + RequestStates::lifetime - std::chrono::seconds(1)).verdict == Verdict::good);
}

TEST_CASE("A state that was changed at any place, or comes from another process, is forged") {
    RequestStates states;
    RequestStates others;
    const auto state = states.seal(asked, noon);
    CHECK(others.open(state, noon).verdict == Verdict::forged);
    for (std::size_t i = 0; i < state.size(); ++i) {
        auto changed = state;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CAPTURE(i);
        CHECK(states.open(changed, noon).verdict == Verdict::forged);
        CHECK(states.open(state.substr(0, i), noon).verdict == Verdict::forged);
    }
    CHECK(states.open("", noon).verdict == Verdict::forged);
    CHECK(states.open(".", noon).verdict == Verdict::forged);
}

TEST_CASE("The digest is of the value, not of its spelling") {
    CHECK(digest(R"({"a":1,"b":[1.0]})") == digest(R"({ "b" : [1.0], "a":1 })"));
    CHECK(digest(R"({"a":1.39E8})") == digest(R"({"a":139000000.0})"));
    CHECK(digest(R"({"a":1})") != digest(R"({"a":2})"));
}
