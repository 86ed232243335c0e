// Who speaks which revision of MCP, and what it is answered.

#include "tests/sandbox_host/mcp/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio;
using namespace alysio::sandbox::mcp;
using namespace alysio::sandbox::mcp::tests;

TEST_CASE("A handshake is answered with the revision that was asked for, or the newest that has one") {
    using Row = std::pair<std::string, std::string>;
    const auto [asked, answered] = GENERATE(values<Row>({{"2025-11-25", "2025-11-25"},
                                                         {"2025-06-18", "2025-06-18"},
                                                         {"2025-03-26", "2025-03-26"},
                                                         {"2024-11-05", "2024-11-05"},
                                                         {"2026-07-28", "2025-11-25"},
                                                         {"1.0", "2025-11-25"}}));
    FixtureHost host;
    ServerOptions options;
    options.version = "1.2.3";
    options.instructions = "Be kind.";
    TestClient client(host, options);
    const Json result = client.initialize({}, asked)["result"];
    CHECK(result["protocolVersion"] == answered);
    CHECK(result["capabilities"] == Json{{"tools", {{"listChanged", true}}}, {"resources", Json::object()}});
    CHECK(result["serverInfo"]["name"] == "alysio-sandbox");
    CHECK(result["serverInfo"]["version"] == "1.2.3");
    CHECK(result["instructions"] == "Be kind.");
}

TEST_CASE("Starting, shaking hands and listing connect nobody") {
    FixtureHost host;
    TestClient client(host);
    client.initialize();
    const Json tools = client.ask(client.legacy(1, "tools/list"))["result"]["tools"];
    CHECK(tools.size() == 2);
    CHECK(tools[0]["name"] == "act");
    CHECK(host.connected == 0);
}

TEST_CASE("A legacy result is bare, a modern one says what it is and who gave it") {
    FixtureHost host;
    TestClient client(host);
    client.initialize();
    const Json legacy = client.ask(client.legacy(1, "tools/list"))["result"];
    CHECK(legacy.size() == 1);
    const Json modern = client.ask(client.modern(2, "tools/list"))["result"];
    CHECK(modern["resultType"] == "complete");
    CHECK(modern["ttlMs"] == 0);
    CHECK(modern["cacheScope"] == "private");
    CHECK(modern["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "alysio-sandbox");
    CHECK(modern["tools"] == legacy["tools"]);
}

TEST_CASE("A modern client needs no handshake") {
    FixtureHost host;
    TestClient client(host);
    const Json result = client.ask(client.modern(1, "server/discover"))["result"];
    CHECK(result["supportedVersions"] == Json{"2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"});
    CHECK(result["resultType"] == "complete");
    CHECK(result["ttlMs"].is_number_integer());
}

TEST_CASE("A revision that is not served is refused with those that are") {
    FixtureHost host;
    TestClient client(host);
    const Json answer = client.ask(
        client.legacy(1, "tools/list", {{"_meta", {{"io.modelcontextprotocol/protocolVersion", "1900-01-01"}}}}));
    CHECK(answer["error"]["code"] == -32022);
    CHECK(answer["error"]["data"]["requested"] == "1900-01-01");
    CHECK(answer["error"]["data"]["supported"][0] == "2026-07-28");
}

TEST_CASE("A modern request without capabilities is refused") {
    FixtureHost host;
    TestClient client(host);
    const Json answer = client.ask(
        client.legacy(1, "tools/list", {{"_meta", {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"}}}}));
    CHECK(answer["error"]["code"] == -32602);
}

TEST_CASE("Without a handshake and without a revision a request is refused, save for a ping") {
    FixtureHost host;
    TestClient client(host);
    CHECK(client.ask(client.legacy(1, "tools/list"))["error"]["code"] == -32602);
    CHECK(client.ask(client.legacy(2, "ping"))["result"] == Json::object());
}

TEST_CASE("Methods belong to their era") {
    FixtureHost host;
    TestClient client(host);
    client.initialize();
    for (const char* method : {"ping", "initialize", "logging/setLevel", "resources/subscribe"}) {
        CAPTURE(method);
        CHECK(client.ask(client.modern(1, method))["error"]["code"] == -32601);
    }
    for (const char* method : {"server/discover", "subscriptions/listen", "prompts/list", "nonsense"}) {
        CAPTURE(method);
        CHECK(client.ask(client.legacy(1, method))["error"]["code"] == -32601);
    }
}

TEST_CASE("A cursor that nobody gave out is refused") {
    FixtureHost host;
    TestClient client(host);
    for (const char* method : {"tools/list", "resources/list", "resources/templates/list"}) {
        CHECK(client.ask(client.modern(1, method, {{"cursor", "x"}}))["error"]["code"] == -32602);
        CHECK(client.ask(client.modern(1, method, {{"cursor", ""}}))["error"]["code"] == -32602);
    }
}

TEST_CASE("A resource that is not there is an error of the era") {
    FixtureHost host;
    TestClient client(host);
    client.initialize();
    const Json params = {{"uri", "file:///etc/passwd"}};
    const Json legacy = client.ask(client.legacy(1, "resources/read", params));
    CHECK(legacy["error"]["code"] == -32002);
    CHECK(legacy["error"]["data"]["uri"] == "file:///etc/passwd");
    CHECK(client.ask(client.modern(2, "resources/read", params))["error"]["code"] == -32602);
}

TEST_CASE("A change of the tools is told once to a legacy client, and to each subscription of a modern one") {
    FixtureHost host;
    TestClient client(host);
    client.send(client.modern(5, "subscriptions/listen", {{"notifications", {{"toolsListChanged", true}}}}));
    const Json acknowledged = client.next();
    CHECK(acknowledged["method"] == "notifications/subscriptions/acknowledged");
    CHECK(acknowledged["params"]["notifications"] == Json{{"toolsListChanged", true}});
    CHECK(acknowledged["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"] == 5);
    client.ask(client.modern(6, "subscriptions/listen", {{"notifications", {{"promptsListChanged", true}}}}));

    client.server().post([&] { client.server().tools_changed(); });
    const Json changed = client.next();
    CHECK(changed["method"] == "notifications/tools/list_changed");
    CHECK(changed["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"] == 5);

    client.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}})");
    client.initialize();
    client.server().post([&] { client.server().tools_changed(); });
    const Json once = client.next();
    CHECK_FALSE(once.contains("params"));
    client.settle();
    CHECK(client.unread() == 0);
}

TEST_CASE("Notifications that mean nothing here are not answered") {
    FixtureHost host;
    TestClient client(host);
    client.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
    client.send(R"({"jsonrpc":"2.0","method":"notifications/roots/list_changed"})");
    client.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}})");
    client.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled"})");
    client.send(R"({"jsonrpc":"2.0","id":"ask-1","result":{}})");
    CHECK(client.ask(client.legacy(1, "ping"))["id"] == 1);
}

TEST_CASE("Members of the wrong kind are refused, and the server goes on") {
    FixtureHost host;
    host.plugin.on_call = [](sandbox::testing::ScriptedPlugin& plugin, const alysio_call_info& info) {
        return plugin.finish(info.call);
    };
    TestClient client(host);
    client.initialize();
    for (const char* params : {R"({"name":"look","_meta":7})", R"({"name":"look","_meta":{"progressToken":{}}})",
                               R"({"name":"look","_meta":[]})"}) {
        CAPTURE(params);
        CHECK(client.ask(client.legacy(1, "tools/call", Json::parse(params))).contains("result"));
    }
    const Json meta = {{"_meta", {{"io.modelcontextprotocol/protocolVersion", 7}}}};
    CHECK(client.ask(client.legacy(2, "tools/list", meta))["error"]["code"] == -32602);
    CHECK(client.ask(client.modern(3, "subscriptions/listen", {{"notifications", 7}}))["error"]["code"] == -32602);
    CHECK(client.ask(client.legacy(4, "initialize", {{"protocolVersion", 7}}))["error"]["code"] == -32602);
    CHECK(
        client.ask(client.legacy(5, "initialize", {{"protocolVersion", "x"}, {"capabilities", 7}})).contains("result"));
    CHECK(client.ask(client.legacy(6, "resources/read", {{"uri", 7}}))["error"]["code"] == -32602);
}
