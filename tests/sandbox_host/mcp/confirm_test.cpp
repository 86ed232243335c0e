// Changes are confirmed by the user, with a question made from the plugin's own preview.

#include "tests/sandbox_host/mcp/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox;
using namespace alysio::sandbox::mcp;
using namespace alysio::sandbox::mcp::tests;
using alysio::sandbox::testing::ScriptedPlugin;

namespace {

const Json act = {{"name", "act"}, {"arguments", {{"stage", "Won"}}}};
const Json can_ask = {{"elicitation", Json::object()}};

// A plugin that says what it would do, and notes what it did.
struct Writer {
    FixtureHost host;
    std::string did;  // intents and tokens, in order

    Writer() {
        host.plugin.on_call = [this](ScriptedPlugin& plugin, const alysio_call_info& info) {
            if (info.intent == ALYSIO_INTENT_PREVIEW) {
                did += "preview ";
                return plugin.finish(info.call, R"({"title":"Update Opportunity \"Acme\"",
                    "location":"https://x.example/1","token":"v1",
                    "changes":[{"field":"Stage","old":"Open","new":"Won"},{"field":"Amount","new":7.50}]})");
            }
            did += "execute " + std::string(alysio::sdk::view(info.preview_token)) + " ";
            return plugin.finish(info.call, R"({"id":"1"})");
        };
    }
};

ServerOptions confirming(Confirm confirm) {
    ServerOptions options;
    options.confirm = confirm;
    return options;
}

}  // namespace

TEST_CASE("A legacy client is asked, and only an accepted change is made, with the token of its preview") {
    Writer writer;
    TestClient client(writer.host);
    client.initialize(can_ask);
    client.send(client.legacy(1, "tools/call", act));
    const Json question = client.next();
    CHECK(question["method"] == "elicitation/create");
    CHECK(question["params"]["message"] ==
          "Update Opportunity \"Acme\"\nhttps://x.example/1\n- Stage: Open → Won\n- Amount: 7.5");
    CHECK(question["params"]["requestedSchema"]["type"] == "object");
    CHECK(writer.did == "preview ");

    const std::string answer = GENERATE("accept", "decline", "cancel");
    client.send(Json{{"jsonrpc", "2.0"}, {"id", question["id"]}, {"result", {{"action", answer}}}}.dump());
    const Json result = client.next()["result"];
    CHECK(result.value("isError", false) == (answer != "accept"));
    CHECK(writer.did == (answer == "accept" ? "preview execute v1 " : "preview "));
}

TEST_CASE("A client that fails to ask changes nothing") {
    Writer writer;
    TestClient client(writer.host);
    client.initialize(can_ask);
    client.send(client.legacy(1, "tools/call", act));
    const Json question = client.next();
    client.send(Json{{"jsonrpc", "2.0"}, {"id", question["id"]}, {"error", {{"code", -1}, {"message", "no"}}}}.dump());
    CHECK(client.next()["result"]["isError"] == true);
    CHECK(writer.did == "preview ");
}

TEST_CASE("A call cancelled while the user thinks takes the question back") {
    Writer writer;
    TestClient client(writer.host);
    client.initialize(can_ask);
    client.send(client.legacy(1, "tools/call", act));
    const Json question = client.next();
    client.send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})");
    const Json taken_back = client.next();
    CHECK(taken_back["method"] == "notifications/cancelled");
    CHECK(taken_back["params"]["requestId"] == question["id"]);
    client.send(Json{{"jsonrpc", "2.0"}, {"id", question["id"]}, {"result", {{"action", "accept"}}}}.dump());
    CHECK(client.ask(client.legacy(2, "ping"))["id"] == 2);
    CHECK(writer.did == "preview ");
}

TEST_CASE("A modern client gets the question as the result, and comes back with the answer") {
    Writer writer;
    TestClient client(writer.host);
    const Json asked = client.ask(client.modern(1, "tools/call", act, can_ask))["result"];
    CHECK(asked["resultType"] == "input_required");
    CHECK(asked["inputRequests"]["confirm"]["method"] == "elicitation/create");
    CHECK(asked["inputRequests"]["confirm"]["params"]["mode"] == "form");

    Json again = act;
    again["requestState"] = asked["requestState"];
    again["inputResponses"] = {{"confirm", {{"action", "accept"}}}};
    SECTION("accepted") {
        const Json done = client.ask(client.modern(2, "tools/call", again, can_ask))["result"];
        CHECK(done["resultType"] == "complete");
        CHECK(done["structuredContent"]["id"] == "1");
        CHECK(writer.did == "preview execute v1 ");
        // The same answer is good once; after that the user is asked again.
        const Json twice = client.ask(client.modern(3, "tools/call", again, can_ask))["result"];
        CHECK(twice["resultType"] == "input_required");
        CHECK(writer.did == "preview execute v1 preview ");
    }
    SECTION("declined") {
        again["inputResponses"]["confirm"]["action"] = "decline";
        CHECK(client.ask(client.modern(2, "tools/call", again, can_ask))["result"]["isError"] == true);
        CHECK(writer.did == "preview ");
    }
    SECTION("for other arguments") {
        again["arguments"]["stage"] = "Lost";
        CHECK(client.ask(client.modern(2, "tools/call", again, can_ask))["error"]["code"] == -32602);
        CHECK(writer.did == "preview ");
    }
    SECTION("forged") {
        again["requestState"] = "e30=.00";
        CHECK(client.ask(client.modern(2, "tools/call", again, can_ask))["error"]["code"] == -32602);
        CHECK(writer.did == "preview ");
    }
    SECTION("without an answer") {
        again.erase("inputResponses");
        CHECK(client.ask(client.modern(2, "tools/call", again, can_ask))["result"]["resultType"] == "input_required");
        CHECK(writer.did == "preview preview ");
    }
}

TEST_CASE("An answer that comes too late is asked for again") {
    Writer writer;
    std::atomic<std::int64_t> now = 1'800'000'000;
    ServerOptions options;
    options.now = [&] { return std::chrono::sys_seconds(std::chrono::seconds(now)); };
    TestClient client(writer.host, options);
    Json again = act;
    again["requestState"] = client.ask(client.modern(1, "tools/call", act, can_ask))["result"]["requestState"];
    again["inputResponses"] = {{"confirm", {{"action", "accept"}}}};
    now += 3600;
    CHECK(client.ask(client.modern(2, "tools/call", again, can_ask))["result"]["resultType"] == "input_required");
    CHECK(writer.did == "preview preview ");
}

TEST_CASE("What is done without asking follows from the client and the setting") {
    struct Row {
        Confirm confirm;
        Json capabilities;
        std::string did;
    };
    const auto row = GENERATE(values<Row>({
        {Confirm::automatic, Json::object(), "execute  "},
        {Confirm::never, can_ask, "execute  "},
        {Confirm::always, Json::object(), ""},
        {Confirm::always, {{"elicitation", {{"url", Json::object()}}}}, ""},
        {Confirm::always, {{"elicitation", {{"form", Json::object()}}}}, "preview "},
    }));
    Writer writer;
    TestClient client(writer.host, confirming(row.confirm));
    const Json answer = client.ask(client.modern(1, "tools/call", act, row.capabilities));
    CHECK(writer.did == row.did);
    CHECK(answer.contains("error") == row.did.empty());
}

TEST_CASE("A client that cannot ask, though it must, is told what it lacks in the words of its era") {
    Writer writer;
    TestClient client(writer.host, confirming(Confirm::always));
    const Json modern = client.ask(client.modern(1, "tools/call", act));
    CHECK(modern["error"]["code"] == -32021);
    CHECK(modern["error"]["data"]["requiredCapabilities"]["elicitation"] == Json{{"form", Json::object()}});
    client.initialize();
    const Json legacy = client.ask(client.legacy(2, "tools/call", act));
    CHECK(legacy["result"]["isError"] == true);
    CHECK(text_of(legacy).find("--confirm auto") != std::string::npos);
    CHECK(writer.did.empty());
}

TEST_CASE("A tool that only reads is not asked about") {
    Writer writer;
    TestClient client(writer.host, confirming(Confirm::always));
    client.ask(client.modern(1, "tools/call", {{"name", "look"}}));
    CHECK(writer.did == "execute  ");
}

TEST_CASE("A preview that fails is the answer") {
    FixtureHost host;
    host.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) {
        return plugin.finish(info.call, R"({"error":{"code":"record_not_found"}})", ALYSIO_RESULT_ERROR);
    };
    TestClient client(host);
    const Json answer = client.ask(client.modern(1, "tools/call", act, can_ask));
    CHECK(answer["result"]["isError"] == true);
    CHECK(text_of(answer) == R"({"error":{"code":"record_not_found"}})");
}

TEST_CASE("Record data cannot write lines of the question, and long values are cut between characters") {
    const Json preview = {{"title", "Update\nRecord"},
                          {"changes",
                           {{{"field", "Name"}, {"old", nullptr}, {"new", "a\n- Stage: x\x1b[2J"}},
                            {{"field", "Text"}, {"new", "x" + std::string(300, '\xc3')}}}}};
    Json with_text = preview;
    std::string long_text = "x";
    for (int i = 0; i < 300; ++i) long_text += "é";
    with_text["changes"][1]["new"] = long_text;
    const std::string message = confirmation_form(with_text).value()["message"];
    CHECK(message.find("Update Record\n- Name: (empty) → a - Stage: x\uFFFD[2J\n- Text: xé") == 0);
    CHECK(Json(message).dump().size() < 600);
    CHECK(std::count(message.begin(), message.end(), '\n') == 2);
}

TEST_CASE("Whatever hides in a value, the question stays one line for each field") {
    // What Unicode has for breaking lines, moving the cursor, turning the direction, taking no room.
    const char* text =
        GENERATE("\n", "\r\n", "\v", "\f", "\u0085", "\u2028", "\u2029", "\u009b2K", "\x1b[2K", "\x7f", "\u202e",
                 "\u2066", "\u061c", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u3164", "\U000E0041", "\ufe0f");
    const Json preview = {{"title", "Update Record"},
                          {"changes", {{{"field", "Name"}, {"new", "a" + std::string(text) + "- Owner: b"}}}}};
    const std::string message = confirmation_form(preview).value()["message"];
    CHECK(message.find("a" + std::string(text)) == std::string::npos);
    CHECK(std::count(message.begin(), message.end(), '\n') == 1);
}

TEST_CASE("Nothing hides behind blanks: a run of them is one") {
    const Json preview = {{"title", "Update Record"},
                          {"changes",
                           {{{"field", "Note"}, {"new", "Thanks" + std::string(140, ' ') + "60 % DISCOUNT"}},
                            {{"field", "Name"}, {"new", "a\u00a0\u2003\u3000 b "}}}}};
    CHECK(confirmation_form(preview).value()["message"] == "Update Record\n- Note: Thanks 60 % DISCOUNT\n- Name: a b");
}

TEST_CASE("A long value is shown by both ends, with the number of characters between them") {
    const Json preview = {{"title", "Update Record"},
                          {"changes", {{{"field", "Note"}, {"new", std::string(500, 'a') + " SIGNED OFF"}}}}};
    const std::string message = confirmation_form(preview).value()["message"];
    CHECK(message.find("… (331 characters are not shown here) …") != std::string::npos);
    CHECK_THAT(message, Catch::EndsWith(" SIGNED OFF"));
}

TEST_CASE("Every field that changes is named, or nothing is asked and nothing is written") {
    Json preview = {{"title", "Update Record"}, {"changes", Json::array()}};
    for (std::size_t i = 1; i < most_confirmed_fields; ++i)
        preview["changes"].push_back({{"field", "F" + std::to_string(i)}, {"new", i}});
    preview["changes"].push_back({{"field", "OwnerId"}, {"new", "005"}});
    CHECK_THAT(confirmation_form(preview).value()["message"].get<std::string>(), Catch::EndsWith("\n- OwnerId: 005"));
    preview["changes"].push_back({{"field", "One more"}, {"new", 1}});

    FixtureHost host;
    int executed = 0;
    host.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        executed += info.intent == ALYSIO_INTENT_EXECUTE ? 1 : 0;
        return plugin.finish(info.call, preview.dump());
    };
    TestClient client(host);
    const Json answer = client.ask(client.modern(1, "tools/call", act, can_ask));
    CHECK(answer["result"]["isError"] == true);
    CHECK_THAT(text_of(answer),
               Catch::StartsWith(
                   "Nothing was changed: the user confirms every field, at most 50 at once, and these are 51. Split"));
    CHECK(executed == 0);
}

TEST_CASE("The question warns of what the plugin would warn of once it is too late") {
    const Json preview = {{"title", "Create Deal"},
                          {"changes", {{{"field", "Close"}, {"new", "2015-01-31"}}}},
                          {"warnings", {"Close is years\nago."}}};
    CHECK(confirmation_form(preview).value()["message"] ==
          "Create Deal\n- Close: 2015-01-31\nWarning: Close is years ago.");
    Json many = preview;
    many["warnings"] = std::vector<std::string>(500, "again");
    CHECK(confirmation_form(many).value()["message"].get<std::string>().size() < 300);
}

TEST_CASE("A preview of any shape makes a question") {
    for (const char* preview : {"{}", R"({"title":7,"changes":7})", R"({"changes":[1,null,{},{"field":[]}]})",
                                R"({"title":{"a":1},"location":[],"changes":{"field":"x"}})", R"({"warnings":{"a":1}})",
                                R"({"warnings":[7,null,[]]})"}) {
        CAPTURE(preview);
        CHECK(confirmation_form(Json::parse(preview)).value()["message"].is_string());
    }
}

TEST_CASE("An answer of any shape is no yes") {
    Writer writer;
    TestClient client(writer.host);
    client.initialize(can_ask);
    int id = 0;
    for (const char* answer : {"{}", "7", R"({"action":7})", R"({"action":"ACCEPT"})", "[]"}) {
        CAPTURE(answer);
        client.send(client.legacy(++id, "tools/call", act));
        const Json asked = client.next();
        client.send(R"({"jsonrpc":"2.0","id":)" + asked["id"].dump() + R"(,"result":)" + answer + "}");
        CHECK(client.next()["result"]["isError"] == true);
    }
    CHECK(writer.did.find("execute") == std::string::npos);
}
