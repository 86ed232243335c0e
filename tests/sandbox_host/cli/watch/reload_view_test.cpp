#include "sandbox_host/cli/watch/reload_view.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace alysio::sandbox;
using namespace alysio::sandbox::cli;
using namespace std::chrono_literals;

namespace {

runtime::ToolInfo tool(const std::string& name) {
    return {name, "Title of " + name, "What it does.", R"({"type":"object"})", R"({"type":"object"})", 0};
}

std::string shown(const std::vector<runtime::ToolInfo>& before, const std::vector<runtime::ToolInfo>& after) {
    std::ostringstream out;
    show_tool_changes(out, before, after, {});
    return out.str();
}

}  // namespace

TEST_CASE("the time from save to ready is split by who took it") {
    runtime::Reloaded reloaded;
    reloaded.verify = 4ms;
    reloaded.load = 3ms;
    reloaded.hand_over = 2ms;
    const SaveTimes::Time start{};
    const SaveTimes save{start, start + 50ms};
    CHECK(times_text({save, start + 2300ms, start + 2310ms}, reloaded) ==
          "save to ready 2.31 s: gathering 50 ms, build 2.25 s, host 10 ms (verify 4.0 ms, load 3.0 ms, hand over 2.0 "
          "ms)");
    CHECK(times_text({{}, start + 2300ms, start + 2310ms}, reloaded) ==
          "host 10 ms (verify 4.0 ms, load 3.0 ms, hand over 2.0 ms)");
}

TEST_CASE("tools that came, went or changed are told, down to the property") {
    auto changed = tool("get");
    changed.description = "Better words.";
    changed.annotations = ALYSIO_TOOL_READ_ONLY;
    changed.input_schema = R"({"type":"object","properties":{"id":{"type":"string"}},"required":["id"]})";
    changed.output_schema = R"({"type":"array"})";
    CHECK(shown({tool("get"), tool("old")}, {changed, tool("fresh")}) ==
          "  ~ tool get  description reworded  no promise -> only reads\n"
          "      input  + id  string, required\n"
          "      output ~ object -> array\n"
          "  + tool fresh  Title of fresh\n"
          "  - tool old\n");
}

TEST_CASE("where nothing changed for callers nothing is shown") {
    CHECK(shown({tool("get")}, {tool("get")}).empty());
}
