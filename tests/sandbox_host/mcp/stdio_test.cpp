#include "sandbox_host/mcp/protocol/message.hpp"
#include "sandbox_host/mcp/stdio/lines.hpp"
#include "sandbox_host/mcp/stdio/output_writer.hpp"
#include "sandbox_host/mcp/stdio/stdio_server.hpp"
#include "tests/sandbox_host/mcp/client.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <array>
#include <csignal>
#include <future>
#include <thread>

using namespace alysio::sandbox;
using namespace alysio::sandbox::mcp;
using namespace alysio::sandbox::mcp::tests;
using namespace std::chrono_literals;
using alysio::sandbox::testing::ScriptedPlugin;

namespace {

struct Pipe {
    int in = -1;
    int out = -1;
    Pipe() {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        out = ends[0];
        in = ends[1];
    }
    ~Pipe() {
        close_in();
        ::close(out);
    }
    void write(std::string_view text) const {
        while (!text.empty()) text.remove_prefix(static_cast<std::size_t>(::write(in, text.data(), text.size())));
    }
    void close_in() {
        if (in >= 0) ::close(in);
        in = -1;
    }
};

std::string read_all(int file) {
    std::string text;
    std::array<char, 4096> bytes{};
    for (ssize_t count = 0; (count = ::read(file, bytes.data(), bytes.size())) > 0;) {
        text.append(bytes.data(), static_cast<std::size_t>(count));
    }
    return text;
}

}  // namespace

TEST_CASE("Lines end with a line break of either kind; one that was cut off is none") {
    Pipe pipe;
    pipe.write("one\r\n\ntwo\nthr");
    pipe.close_in();
    LineReader reader(pipe.out, 100);
    CHECK(reader.next() == "one");
    CHECK(reader.next() == "");
    CHECK(reader.next() == "two");
    CHECK_FALSE(reader.next());
}

TEST_CASE("Of a line that is too long only the beginning is kept, and the next one is whole") {
    Pipe pipe;
    std::thread writer([&] {
        const std::string part(1 << 16, 'x');
        for (int i = 0; i < 100; ++i) pipe.write(part);
        pipe.write("\nshort\n");
        pipe.close_in();
    });
    LineReader reader(pipe.out, 1000);
    CHECK(reader.next() == std::string(1001, 'x'));
    CHECK(reader.next() == "short");
    CHECK_FALSE(reader.next());
    writer.join();
}

TEST_CASE("A reader that is stopped is at its end") {
    Pipe pipe;
    LineReader reader(pipe.out, 100);
    std::thread other([&] { reader.stop(); });
    CHECK_FALSE(reader.next());
    other.join();
}

TEST_CASE("A client that does not read keeps nobody waiting, and loses only progress") {
    Pipe pipe;
    OutputWriter writer(pipe.in);
    const std::string line(1 << 20, 'x');
    for (int i = 0; i < 8; ++i) writer.send({line, {}});
    writer.send({"progress", {}, false, true});
    CHECK_FALSE(writer.drain(0ms));
    std::string all;
    std::thread reader([&] {
        std::array<char, 65536> bytes{};
        while (all.size() < 8 * (line.size() + 1)) {
            all.append(bytes.data(), static_cast<std::size_t>(::read(pipe.out, bytes.data(), bytes.size())));
        }
    });
    CHECK(writer.drain(20s));
    writer.wait_for_room();
    reader.join();
    CHECK(all.find("progress") == std::string::npos);
}

TEST_CASE("A client that hangs up does not keep the writer") {
    Pipe pipe;
    ::signal(SIGPIPE, SIG_IGN);
    ::close(pipe.out);
    OutputWriter writer(pipe.in);
    writer.send({"x", {}});
    CHECK(writer.drain(20s));
    writer.wait_for_room();
    pipe.out = ::dup(0);
}

TEST_CASE("A server on two pipes answers line by line, and ends with its input") {
    FixtureHost host;
    host.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) { return plugin.finish(info.call); };
    Server server(host, {});
    Pipe to_server;
    Pipe from_server;
    StdioServer stdio(server, to_server.out, from_server.in);
    to_server.write(TestClient::modern(1, "tools/list") + "\n\n  \n");
    to_server.write("{broken\n");
    to_server.write(TestClient::modern(2, "tools/call", {{"name", "look"}}) + "\n");
    to_server.close_in();
    CHECK(stdio.run());
    from_server.close_in();
    const auto text = read_all(from_server.out);
    std::vector<Json> lines;
    for (std::size_t start = 0; start < text.size(); start = text.find('\n', start) + 1) {
        lines.push_back(Json::parse(text.substr(start, text.find('\n', start) - start)));
    }
    REQUIRE(lines.size() == 3);
    CHECK(lines[0]["id"] == 1);
    CHECK(lines[1]["error"]["code"] == -32700);
    CHECK(lines[2]["id"] == 2);
}

TEST_CASE("Input that ends while a call runs cancels it") {
    FixtureHost host;
    std::promise<void> started;
    std::promise<void> stopped;
    host.plugin.on_call = [&](ScriptedPlugin&, const alysio_call_info&) {
        started.set_value();
        return ALYSIO_OK;
    };
    host.plugin.on_cancel = [&](ScriptedPlugin& plugin, alysio_call call, alysio_cancel_reason, std::uint64_t) {
        plugin.finish(call);
        stopped.set_value();
    };
    Server server(host, {});
    Pipe to_server;
    Pipe from_server;
    StdioServer stdio(server, to_server.out, from_server.in);
    to_server.write(TestClient::modern(1, "tools/call", {{"name", "look"}}) + "\n");
    std::thread client([&] {
        started.get_future().wait();
        to_server.close_in();
    });
    stdio.run();
    stopped.get_future().wait();
    client.join();
    from_server.close_in();
    CHECK(read_all(from_server.out).empty());
}
