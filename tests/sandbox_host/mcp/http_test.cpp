// MCP over real HTTP: sessions, streams, and clients that hang up.

#include "sandbox_host/mcp/http/streamable_http_server.hpp"
#include "tests/sandbox_host/mcp/client.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <future>

using namespace alysio::sandbox;
using namespace alysio::sandbox::mcp;
using namespace alysio::sandbox::mcp::tests;
using alysio::sandbox::testing::ScriptedPlugin;

namespace {

// One connection, spoken to in plain text.
class Wire {
  public:
    explicit Wire(const std::string& url) {
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const auto port = url.substr(url.rfind(':') + 1);
        address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
        REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        const timeval patience{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~Wire() { close(); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    void send(const std::string& method, const std::string& body, const std::string& headers = {}) const {
        const std::string text = method +
                                 " /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json, text/event-stream\r\n"
                                 "Content-Type: application/json\r\nContent-Length: " +
                                 std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
        REQUIRE(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()));
    }

    // Until `end` has come, which is taken along.
    std::string until(const std::string& end) {
        std::size_t found = std::string::npos;
        while ((found = read_.find(end)) == std::string::npos) {
            std::array<char, 4096> bytes{};
            const auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
            if (count <= 0) throw std::runtime_error("the server said no more than: " + read_);
            read_.append(bytes.data(), static_cast<std::size_t>(count));
        }
        const auto text = read_.substr(0, found + end.size());
        read_.erase(0, text.size());
        return text;
    }

    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }

  private:
    int socket_ = -1;
    std::string read_;
};

struct Fixture {
    FixtureHost host;
    Server server{host, {}};
    std::unique_ptr<StreamableHttpServer> http = std::move(*StreamableHttpServer::start(server, 0, ""));

    struct Reply {
        int status = 0;
        std::string head;
        std::string body;
    };
    // On a connection of its own.
    Reply ask(const std::string& method, const std::string& body, const std::string& headers = {}) const {
        Wire wire(base());
        wire.send(method, body, headers);
        const auto head = wire.until("\r\n\r\n");
        Reply reply{std::stoi(head.substr(9, 3)), head, {}};
        const auto length = head.find("Content-Length: ");
        if (length != std::string::npos && std::stoul(head.substr(length + 16)) > 0) reply.body = wire.until("}}");
        return reply;
    }
    std::string base() const { return http->url().substr(0, http->url().rfind('/')); }

    std::string initialize() const {
        const auto reply = ask("POST", TestClient::legacy(0, "initialize", {{"protocolVersion", "2025-11-25"}}));
        const auto at = reply.head.find("MCP-Session-Id: ");
        REQUIRE(at != std::string::npos);
        return reply.head.substr(at, reply.head.find("\r\n", at) + 2 - at);
    }
};

const std::string modern_call = "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: look\r\n";

}  // namespace

TEST_CASE("A modern request stands alone and is answered in JSON") {
    Fixture fixture;
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
    Fixture fixture;
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
    Fixture fixture;
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
    Fixture fixture;
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
    Fixture fixture;
    const auto session = fixture.initialize();
    Wire stream(fixture.base());
    stream.send("GET", "", session);
    stream.until("\r\n\r\n");
    CHECK(fixture.ask("GET", "", session).status == 409);
    fixture.server.post([&] { fixture.server.tools_changed(); });
    CHECK(stream.until("\n\n").find("notifications/tools/list_changed") != std::string::npos);
}

TEST_CASE("A question to the user goes out on the stream of its call, and the answer comes in by another request") {
    Fixture fixture;
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
    Fixture fixture;
    CHECK(fixture.ask("POST", "{").status == 400);
    CHECK(fixture.ask("POST", "[]").status == 400);
    CHECK(fixture.ask("POST", TestClient::modern(1, "tools/list")).status == 400);
}

TEST_CASE("A server that ends lets go of clients that are still there") {
    auto fixture = std::make_unique<Fixture>();
    const auto session = fixture->initialize();
    Wire stream(fixture->base());
    stream.send("GET", "", session);
    stream.until("\r\n\r\n");
    fixture->http.reset();
    CHECK_THROWS(stream.until("never"));
}
