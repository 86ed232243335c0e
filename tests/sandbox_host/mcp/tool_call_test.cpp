#include "tests/sandbox_host/mcp/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox;
using namespace alysio::sandbox::mcp;
using namespace alysio::sandbox::mcp::tests;
using alysio::sandbox::testing::ScriptedPlugin;

namespace {

Json look(const Json& arguments = Json::object()) {
    return {{"name", "look"}, {"arguments", arguments}};
}

}  // namespace

TEST_CASE("The plugin gets the arguments word for word, and its result comes back word for word") {
    FixtureHost host;
    std::string arguments;
    host.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        arguments = alysio::sdk::view(info.arguments);
        return plugin.finish(info.call, R"({"amount":1.39E8,"text":"\"é\n"})");
    };
    TestClient client(host);
    client.initialize();
    client.send(
        R"({"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"look","arguments":{"n":100.00}}})");
    const Json answer = client.next();
    CHECK(arguments == R"({"n":100.00})");
    CHECK(answer["id"] == "a");
    CHECK(text_of(answer) == R"({"amount":1.39E8,"text":"\"é\n"})");
    CHECK(answer["result"]["structuredContent"]["text"] == "\"é\n");
    CHECK_FALSE(answer["result"].contains("isError"));
    CHECK_FALSE(answer["result"].contains("resultType"));
}

TEST_CASE("Absent and null arguments are an empty object") {
    FixtureHost host;
    std::string arguments;
    host.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        arguments += alysio::sdk::view(info.arguments);
        return plugin.finish(info.call);
    };
    TestClient client(host);
    client.ask(client.modern(1, "tools/call", {{"name", "look"}}));
    const Json answer = client.ask(client.modern(2, "tools/call", {{"name", "look"}, {"arguments", nullptr}}));
    CHECK(arguments == "{}{}");
    CHECK(answer["result"]["resultType"] == "complete");
}

TEST_CASE("A tool's error is a result that says so") {
    FixtureHost host;
    host.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) {
        return plugin.finish(info.call, R"({"error":{"code":"unknown_field"}})", ALYSIO_RESULT_ERROR);
    };
    TestClient client(host);
    const Json result = client.ask(client.modern(1, "tools/call", look()))["result"];
    CHECK(result["isError"] == true);
    CHECK(result["content"][0]["text"] == R"({"error":{"code":"unknown_field"}})");
    CHECK_FALSE(result.contains("structuredContent"));
}

TEST_CASE("A call that names no tool is a protocol error") {
    FixtureHost host;
    TestClient client(host);
    CHECK(client.ask(client.modern(1, "tools/call", {{"name", "fly"}}))["error"]["code"] == -32602);
    CHECK(client.ask(client.modern(1, "tools/call"))["error"]["code"] == -32602);
    CHECK(client.ask(client.modern(1, "tools/call", {{"name", 7}}))["error"]["code"] == -32602);
    const Json wrong = {{"name", "look"}, {"arguments", Json::array()}};
    CHECK(client.ask(client.modern(1, "tools/call", wrong))["error"]["code"] == -32602);
    CHECK(host.connected == 0);
}

TEST_CASE("A result that is no JSON object is an error that says so") {
    FixtureHost host;
    host.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) {
        return plugin.finish(info.call, R"({"a":)");
    };
    TestClient client(host);
    const Json answer = client.ask(client.modern(1, "tools/call", look()));
    CHECK(answer["result"]["isError"] == true);
    CHECK(text_of(answer) == "The plugin's result is no JSON object.");
}

TEST_CASE("Many calls are open at once and end in any order") {
    FixtureHost host;
    std::vector<alysio_call> open;
    host.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        open.push_back(info.call);
        if (open.size() < 3) return ALYSIO_OK;
        for (auto call = open.rbegin(); call != open.rend(); ++call) plugin.finish(*call);
        return ALYSIO_OK;
    };
    TestClient client(host);
    for (int id = 1; id <= 3; ++id) client.send(client.modern(id, "tools/call", look()));
    CHECK(client.next()["id"] == 3);
    CHECK(client.next()["id"] == 2);
    CHECK(client.next()["id"] == 1);
    CHECK(host.connected == 1);
}

TEST_CASE("More calls than may run wait for their turn") {
    FixtureHost host;
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    host.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        most = std::max<int>(most, ++running);
        plugin.post(info.call, [&plugin, &running, call = info.call] {
            --running;
            plugin.finish(call);
        });
        return ALYSIO_OK;
    };
    ServerOptions options;
    options.most_running = 2;
    TestClient client(host, options);
    for (int id = 1; id <= 20; ++id) client.send(client.modern(id, "tools/call", look()));
    for (int id = 1; id <= 20; ++id) CHECK(client.next().contains("result"));
    CHECK(most <= 2);
}

TEST_CASE("A request whose id is still open is refused, and the open one goes on") {
    FixtureHost host;
    alysio_call open = 0;
    host.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        if (open != 0) return plugin.finish(open), plugin.finish(info.call);
        open = info.call;
        return ALYSIO_OK;
    };
    TestClient client(host);
    client.send(client.modern(1, "tools/call", look()));
    CHECK(client.ask(client.modern(1, "tools/call", look()))["error"]["code"] == -32600);
    client.send(client.modern(2, "tools/call", look()));
    CHECK(client.next()["id"] == 1);
    CHECK(client.next()["id"] == 2);
}

TEST_CASE("Where nobody can be connected the call says why, and the next one tries again") {
    FixtureHost host;
    host.problem = alysio::base::Error{"the org is not there"};
    host.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) { return plugin.finish(info.call); };
    TestClient client(host);
    const Json failed = client.ask(client.modern(1, "tools/call", look()));
    CHECK(failed["result"]["isError"] == true);
    CHECK(text_of(failed) == "the org is not there");
    host.problem = {};
    CHECK_FALSE(client.ask(client.modern(2, "tools/call", look()))["result"].contains("isError"));
    CHECK(host.connected == 2);
}

TEST_CASE("Progress goes to whoever gave a token, and only grows") {
    FixtureHost host;
    host.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) {
        for (const std::uint64_t done : {1u, 3u, 2u}) {
            plugin.host->progress(plugin.host->ctx, info.call, done, 9, alysio::sdk::str("rows"));
        }
        return plugin.finish(info.call);
    };
    TestClient client(host);
    CHECK(client.ask(client.modern(1, "tools/call", look())).contains("result"));

    Json params = look();
    params["_meta"] = {{"progressToken", "p"}};
    client.send(client.modern(2, "tools/call", params));
    double last = 0;
    Json line = client.next();
    REQUIRE(line.contains("method"));
    for (; line.contains("method"); line = client.next()) {
        CHECK(line["method"] == "notifications/progress");
        CHECK(line["params"]["progressToken"] == "p");
        CHECK(line["params"]["total"] == 9);
        CHECK(line["params"]["message"] == "rows");
        CHECK(line["params"]["progress"].get<double>() > last);
        last = line["params"]["progress"].get<double>();
    }
    CHECK(line["id"] == 2);
}

TEST_CASE("A file that a call leaves behind is a link in its result") {
    FixtureHost host;
    host.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        host.keep({"/nowhere/rows.jsonl", "application/x-ndjson", 12, false});
        return plugin.finish(info.call);
    };
    TestClient client(host);
    const Json result = client.ask(client.modern(1, "tools/call", look()))["result"];
    CHECK(result["content"][1]["type"] == "resource_link");
    CHECK(result["content"][1]["name"] == "rows.jsonl");
    const Json listed = client.ask(client.modern(2, "resources/list"))["result"]["resources"];
    CHECK(listed[0]["uri"] == result["content"][1]["uri"]);
}
