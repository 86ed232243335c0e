#include "tests/sandbox_host/mcp/client.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace alysio::sandbox;
using namespace alysio::sandbox::mcp;
using namespace alysio::sandbox::mcp::tests;
using alysio::sandbox::testing::ScriptedPlugin;

namespace {

const Json look = {{"name", "look"}};

std::string cancelled(int id) {
    return R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":)" + std::to_string(id) + "}}";
}

}  // namespace

TEST_CASE("A cancelled call reaches the plugin, and nothing more is said about it") {
    FixtureHost host;
    std::promise<void> started;
    std::promise<alysio_cancel_reason> stopped;
    host.plugin.on_call = [&](ScriptedPlugin&, const alysio_call_info&) {
        started.set_value();
        return ALYSIO_OK;
    };
    host.plugin.on_cancel = [&](ScriptedPlugin& plugin, alysio_call call, alysio_cancel_reason reason, std::uint64_t) {
        plugin.finish(call, R"({"error":{"code":"cancelled"}})", ALYSIO_RESULT_ERROR);
        stopped.set_value(reason);
    };
    TestClient client(host);
    client.send(client.modern(1, "tools/call", look));
    started.get_future().wait();
    client.send(cancelled(1));
    CHECK(stopped.get_future().get() == ALYSIO_CANCEL_USER);
    // The id is free again, and the answer to this is the next line.
    CHECK(client.ask(client.modern(1, "tools/list"))["result"].contains("tools"));
    client.settle();
    CHECK(client.unread() == 0);
}

TEST_CASE("A call that waits for its turn can be cancelled, too") {
    FixtureHost host;
    std::vector<alysio_call> open;
    std::promise<void> started;
    host.plugin.on_call = [&](ScriptedPlugin&, const alysio_call_info& info) {
        open.push_back(info.call);
        started.set_value();
        return ALYSIO_OK;
    };
    ServerOptions options;
    options.most_running = 1;
    TestClient client(host, options);
    client.send(client.modern(1, "tools/call", look));
    started.get_future().wait();
    client.send(client.modern(2, "tools/call", look));
    client.send(cancelled(2));
    client.settle();
    host.plugin.on_cancel = [](ScriptedPlugin& plugin, alysio_call call, alysio_cancel_reason, std::uint64_t) {
        plugin.finish(call);
    };
    client.send(cancelled(1));
    CHECK(client.ask(client.modern(3, "tools/list"))["id"] == 3);
    CHECK(open.size() == 1);
}

TEST_CASE("A connection that ends cancels its calls") {
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
    TestClient client(host);
    client.send(client.modern(1, "tools/call", look));
    started.get_future().wait();
    client.close();
    stopped.get_future().wait();
    CHECK(client.unread() == 0);
}
