#include "sandbox_host/cli/watch/prompt_command.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::cli;

TEST_CASE("a line at the prompt is a key or a call") {
    CHECK(std::get<Key>(*parse_prompt("")) == Key::repeat);
    CHECK(std::get<Key>(*parse_prompt("  \r")) == Key::repeat);
    CHECK(std::get<Key>(*parse_prompt(" b ")) == Key::back);
    CHECK(std::get<Key>(*parse_prompt("?")) == Key::help);
    CHECK(std::get<Key>(*parse_prompt("auto")) == Key::automatic);

    const auto call = std::get<StartCall>(*parse_prompt("  which   {\"a\": 1} "));
    CHECK(call.tool == "which");
    CHECK(call.arguments == "{\"a\": 1}");
    CHECK_FALSE(call.preview);
    CHECK(std::get<StartCall>(*parse_prompt("which")).arguments.empty());
}

TEST_CASE("d before a call asks for its preview") {
    const auto call = std::get<StartCall>(*parse_prompt("d which {}"));
    CHECK(call.tool == "which");
    CHECK(call.arguments == "{}");
    CHECK(call.preview);
    CHECK_FALSE(parse_prompt("d"));
}
