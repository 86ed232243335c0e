// alysio-sandbox mcp, as a process.

#include "tests/sandbox_host/cli/program.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <sstream>

namespace alysio::sandbox::cli {
namespace {

const std::string hello =
    R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}})"
    "\n";
const std::string list = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})"
                         "\n";
const std::string plugin = ALYSIO_FIXTURES "/conformance.so";

}  // namespace

TEST_CASE("standard output carries the protocol alone, whatever a plugin prints") {
    const Program program;
    const auto outcome = program.run({"--plugin", plugin, "mcp"}, hello + list);
    CHECK(outcome.exit_code == 0);
    std::istringstream lines(outcome.out);
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count) CHECK(nlohmann::json::parse(line)["id"] == count);
    CHECK(count == 2);
    CHECK(outcome.err == "this plugin prints\n");
}

TEST_CASE("an MCP server that nobody has called leaves nothing behind") {
    const Program program;
    CHECK(program.run({"mcp"}, hello + list).exit_code == 0);
    CHECK(std::filesystem::is_empty(program.home()));
}

TEST_CASE("over HTTP a token is asked for, or its absence is said aloud") {
    const Program program;
    const auto refused = program.run({"mcp", "--http", "0"});
    CHECK(refused.exit_code == 2);
    CHECK(refused.err.find("--token-env") != std::string::npos);
    CHECK(program.run({"mcp", "--http", "0", "--token-env", "NOT_SET"}).exit_code == 2);
    CHECK(program.run({"mcp", "--open"}).exit_code == 2);
}

TEST_CASE("SIGTERM ends an MCP server as the end of its input does") {
    const Program program;
    Running http(program, {"--plugin", plugin, "mcp", "--http", "0", "--open"});
    CHECK(http.read_line().rfind("http://127.0.0.1:", 0) == 0);
    http.signal(15);
    CHECK(http.wait().exit_code == 0);
}

TEST_CASE("a plugin that never returns keeps no process alive: neither a signal nor the end of input waits for it") {
    const Program program;
    Running mcp(program, {"--plugin", ALYSIO_FIXTURES "/looping.so", "mcp"}, Running::Stdin::open);
    const auto call = [&](int id, const std::string& tool) {
        mcp.write_line(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
                       R"(,"method":"tools/call","params":{"name":")" + tool + R"("}})");
    };
    mcp.write_line(hello.substr(0, hello.size() - 1));
    mcp.read_line();
    mcp.write_line(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    call(1, "test_simple_text");
    CHECK(nlohmann::json::parse(mcp.read_line())["id"] == 1);
    call(2, "test_logging_tool");
    mcp.write_line(R"({"jsonrpc":"2.0","id":3,"method":"ping"})");
    CHECK(nlohmann::json::parse(mcp.read_line())["id"] == 3);
    mcp.write_line(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}})");
    const auto began = std::chrono::steady_clock::now();
    SECTION("the end of its input") {
        mcp.end_input();
    }
    SECTION("SIGTERM") {
        mcp.signal(SIGTERM);
    }
    SECTION("SIGINT") {
        mcp.signal(SIGINT);
    }
    SECTION("SIGHUP") {
        mcp.signal(SIGHUP);
    }
    const auto outcome = mcp.wait();
    CHECK(outcome.exit_code < 128 + 1 + 2);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(7));
}

}  // namespace alysio::sandbox::cli
