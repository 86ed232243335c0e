#include "sandbox_host/mcp/protocol/message.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::mcp;

namespace {

Message message(const std::string& text) {
    return *read_message(text);
}

std::string refused(const std::string& text) {
    const auto unreadable = read_message(text).error();
    return error_line(unreadable.id, unreadable.error);
}

}  // namespace

TEST_CASE("A message is a request, a notification or a response") {
    const auto request = message(R"({"jsonrpc":"2.0","id":7,"method":"ping"})");
    CHECK(request.kind == Message::Kind::request);
    CHECK(request.id == "7");
    CHECK(request.params == Json::object());
    CHECK(message(R"({"jsonrpc":"2.0","method":"x","params":{"a":1}})").kind == Message::Kind::notification);
    const auto response = message(R"({"jsonrpc":"2.0","id":"a","result":{"ok":true}})");
    CHECK(response.kind == Message::Kind::response);
    CHECK(response.id == "\"a\"");
    CHECK(response.result == Json{{"ok", true}});
    CHECK(message(R"({"jsonrpc":"2.0","id":"a","error":{"code":1,"message":"m"}})").result.is_null());
}

TEST_CASE("An id comes back with its type") {
    CHECK(message(R"({"jsonrpc":"2.0","id":"7","method":"ping"})").id == "\"7\"");
    CHECK(message(R"({"jsonrpc":"2.0","id":-9007199254740991,"method":"ping"})").id == "-9007199254740991");
    CHECK(message(R"({"jsonrpc":"2.0","id":"ü\n","method":"ping"})").id == "\"ü\\n\"");
}

TEST_CASE("The arguments of a tool are kept as the client wrote them") {
    const auto call = message(
        R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{ "a" : 1.39E8, "b":100.00}}})");
    CHECK(call.arguments == R"({ "a" : 1.39E8, "b":100.00})");
    const auto pretty = message("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"arguments\":{\r\n\"a\":\n1}}}");
    CHECK(pretty.arguments == R"({  "a": 1})");
}

TEST_CASE("A line that is no message is answered without an id, or with the one it has") {
    CHECK(refused("{") == R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"this is no JSON in UTF-8"}})");
    CHECK(refused("\xff") == refused("{"));
    CHECK(refused(R"({"jsonrpc":"2.0","id":3})").find(R"("id":3)") != std::string::npos);
    for (const char* text :
         {"[]", "7", R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])", R"({"jsonrpc":"2.0","id":null,"method":"ping"})",
          R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", R"({"jsonrpc":"2.0","id":[1],"method":"ping"})"}) {
        CAPTURE(text);
        const Json answer = Json::parse(refused(text));
        CHECK(answer["error"]["code"] == -32600);
        CHECK_FALSE(answer.contains("id"));
    }
    for (const char* text : {R"({"id":1,"method":"ping"})", R"({"jsonrpc":"1.0","id":1,"method":"ping"})",
                             R"({"jsonrpc":"2.0","id":1,"method":7})"}) {
        CAPTURE(text);
        const Json answer = Json::parse(refused(text));
        CHECK(answer["error"]["code"] == -32600);
        CHECK(answer["id"] == 1);
    }
    CHECK(Json::parse(refused(R"({"jsonrpc":"2.0","id":1,"method":"m","params":[]})"))["error"]["code"] == -32602);
}

TEST_CASE("Depth and size are bounded") {
    const auto nested = [](std::size_t depth) {
        return R"({"jsonrpc":"2.0","id":1,"method":"m","params":{"arguments":)" + std::string(depth, '[') +
               std::string(depth, ']') + "}}";
    };
    CHECK(read_message(nested(deepest_message - 2)));
    CHECK_FALSE(read_message(nested(deepest_message - 1)));
    CHECK_FALSE(read_message(nested(5'000'000)));
    CHECK_FALSE(read_message(std::string(largest_message + 1, ' ')));
}
