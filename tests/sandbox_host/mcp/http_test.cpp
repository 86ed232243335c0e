// MCP over real HTTP: sessions, streams, and clients that hang up.

#include "tests/sandbox_host/mcp/wire.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace alysio::sandbox;
using namespace alysio::sandbox::mcp;
using namespace alysio::sandbox::mcp::tests;
using alysio::sandbox::testing::ScriptedPlugin;

namespace {

const std::string modern_call = "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: look\r\n";

}  // namespace

TEST_CASE("A modern request stands alone and is answered in JSON") {
    HttpFixture fixture;
    fixture.host.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) {
        return plugin.finish(info.call);
    };
    const auto reply = fixture.ask("POST", TestClient::modern(1, "tools/call", {{"name", "look"}}), modern_call);
    CHECK(reply.status == 200);
    CHECK(reply.head.find("application/json") != std::string::npos);
    CHECK(reply.head.find("MCP-Session-Id") == std::string::npos);
    CHECK(fixture.ask("GET", "").status == 405);
}

TEST_CASE("Progress turns the answer into a stream, which the answer ends") {
    HttpFixture fixture;
    fixture.host.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) {
        plugin.host->progress(plugin.host->ctx, info.call, 1, 2, alysio::sdk::str("rows"));
        return plugin.finish(info.call);
    };
    Wire wire(fixture.base());
    const Json params = {{"name", "look"}, {"_meta", {{"progressToken", 1}}}};
    wire.send("POST", TestClient::modern(1, "tools/call", params), modern_call);
    CHECK(wire.until("\r\n\r\n").find("text/event-stream") != std::string::npos);
    const auto stream = wire.until("\r\n0\r\n\r\n");
    CHECK(stream.find("notifications/progress") < stream.find(R"("id":1,"result")"));
    // The connection goes on.
    wire.send("POST", TestClient::modern(2, "tools/call", params), modern_call);
    CHECK(wire.until("\r\n0\r\n\r\n").find(R"("id":2,"result")") != std::string::npos);
}

TEST_CASE("A modern client that hangs up cancels its call") {
    HttpFixture fixture;
    std::promise<void> started;
    std::promise<void> stopped;
    fixture.host.plugin.on_call = [&](ScriptedPlugin&, const alysio_call_info&) {
        started.set_value();
        return ALYSIO_OK;
    };
    fixture.host.plugin.on_cancel = [&](ScriptedPlugin& plugin, alysio_call call, alysio_cancel_reason, std::uint64_t) {
        plugin.finish(call);
        stopped.set_value();
    };
    Wire wire(fixture.base());
    wire.send("POST", TestClient::modern(1, "tools/call", {{"name", "look"}}), modern_call);
    started.get_future().wait();
    wire.close();
    stopped.get_future().wait();
}

TEST_CASE("A legacy client has a session until it ends it") {
    HttpFixture fixture;
    const auto session = fixture.initialize();
    const auto list = TestClient::legacy(1, "tools/list");
    CHECK(fixture.ask("POST", list, session).status == 200);
    CHECK(fixture.ask("POST", R"({"jsonrpc":"2.0","method":"notifications/initialized"})", session).status == 202);
    CHECK(fixture.ask("POST", list).status == 400);
    CHECK(fixture.ask("POST", list, "MCP-Session-Id: other\r\n").status == 404);
    CHECK(fixture.ask("POST", list, session + "MCP-Protocol-Version: 1.0\r\n").status == 400);
    CHECK(fixture.ask("DELETE", "", session).status == 204);
    CHECK(fixture.ask("POST", list, session).status == 404);
}

TEST_CASE("News reach a legacy client on its own stream, of which there is one") {
    HttpFixture fixture;
    const auto session = fixture.initialize();
    Wire stream(fixture.base());
    stream.send("GET", "", session);
    stream.until("\r\n\r\n");
    CHECK(fixture.ask("GET", "", session).status == 409);
    fixture.server.post([&] { fixture.server.tools_changed(); });
    CHECK(stream.until("\n\n").find("notifications/tools/list_changed") != std::string::npos);
}

TEST_CASE("A question to the user goes out on the stream of its call, and the answer comes in by another request") {
    HttpFixture fixture;
    fixture.host.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) {
        return plugin.finish(info.call, R"({"title":"Change it","changes":[],"token":"1"})");
    };
    const Json can_ask = {{"protocolVersion", "2025-11-25"}, {"capabilities", {{"elicitation", Json::object()}}}};
    const auto hello = fixture.ask("POST", TestClient::legacy(0, "initialize", can_ask));
    const auto at = hello.head.find("MCP-Session-Id: ");
    const auto session = hello.head.substr(at, hello.head.find("\r\n", at) + 2 - at);
    Wire wire(fixture.base());
    wire.send("POST", TestClient::legacy(1, "tools/call", {{"name", "act"}}), session);
    CHECK(wire.until("\n\n\r\n").find("elicitation/create") != std::string::npos);
    const auto yes = R"({"jsonrpc":"2.0","id":"ask-1","result":{"action":"accept"}})";
    CHECK(fixture.ask("POST", yes, session).status == 202);
    CHECK(wire.until("\r\n0\r\n\r\n").find(R"("id":1,"result")") != std::string::npos);
}

TEST_CASE("What is no message is refused with 400") {
    HttpFixture fixture;
    CHECK(fixture.ask("POST", "{").status == 400);
    CHECK(fixture.ask("POST", "[]").status == 400);
    CHECK(fixture.ask("POST", TestClient::modern(1, "tools/list")).status == 400);
}

TEST_CASE("A server that ends lets go of clients that are still there") {
    auto fixture = std::make_unique<HttpFixture>();
    const auto session = fixture->initialize();
    Wire stream(fixture->base());
    stream.send("GET", "", session);
    stream.until("\r\n\r\n");
    fixture->http.reset();
    CHECK_THROWS(stream.until("never"));
}
