#include "sandbox_host/mcp/http/request_guard.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::mcp;

namespace {

IncomingRequest post() {
    return {"POST",
            "/mcp",
            {{"Host", "127.0.0.1:4000"},
             {"Accept", "application/json, text/event-stream"},
             {"Content-Type", "application/json"}},
            "",
            nullptr};
}

IncomingRequest with(IncomingRequest request, const std::string& name, const std::string& value) {
    std::erase_if(request.headers, [&](const auto& header) { return header.first == name; });
    if (!value.empty()) request.headers.emplace_back(name, value);
    return request;
}

int status(const IncomingRequest& request, std::string_view token = {}) {
    const auto reply = turned_away(request, token);
    return reply ? reply->status : 200;
}

Message call(const std::string& name) {
    Message message;
    message.kind = Message::Kind::request;
    message.id = "1";
    message.method = "tools/call";
    message.params = {{"name", name},
                      {"_meta",
                       {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"},
                        {"io.modelcontextprotocol/clientCapabilities", Json::object()}}}};
    return message;
}

IncomingRequest described(const std::string& name) {
    auto request = with(post(), "MCP-Protocol-Version", "2026-07-28");
    request = with(request, "Mcp-Method", "tools/call");
    return with(request, "Mcp-Name", name);
}

}  // namespace

TEST_CASE("A request from this machine is let in, one from a page of another site is not") {
    CHECK(status(post()) == 200);
    CHECK(status(with(post(), "Host", "localhost")) == 200);
    CHECK(status(with(post(), "Host", "[::1]:80")) == 200);
    CHECK(status(with(post(), "Origin", "http://localhost:5173")) == 200);
    for (const char* host : {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::2]"}) {
        CAPTURE(host);
        CHECK(status(with(post(), "Host", host)) == 403);
    }
    for (const char* origin : {"https://evil.example", "null", "http://localhost.evil.example", "localhost",
                               "http://localhost@evil.example"}) {
        CAPTURE(origin);
        CHECK(status(with(post(), "Origin", origin)) == 403);
    }
}

TEST_CASE("Where a token is asked for, nothing else is looked at without it") {
    CHECK(status(post(), "secret") == 401);
    auto probe = with(post(), "Authorization", "");
    probe.method = "GET";
    probe.path = "/.well-known/oauth-protected-resource";
    CHECK(status(probe, "secret") == 404);
    CHECK(status(with(post(), "Authorization", "Bearer secre"), "secret") == 401);
    CHECK(status(with(post(), "Authorization", "Basic secret"), "secret") == 401);
    CHECK(status(with(post(), "Authorization", "Bearer secret"), "secret") == 200);
    CHECK(turned_away(post(), "secret")->body.find("secret") == std::string::npos);
}

TEST_CASE("The form of a request must be MCP's") {
    auto elsewhere = post();
    elsewhere.path = "/";
    CHECK(status(elsewhere) == 404);
    auto put = post();
    put.method = "PUT";
    CHECK(status(put) == 405);
    CHECK(status(with(post(), "Accept", "application/json")) == 406);
    CHECK(status(with(post(), "Accept", "*/*")) == 200);
    CHECK(status(with(post(), "Content-Type", "text/plain")) == 415);
    CHECK(status(with(post(), "Content-Type", "application/json; charset=utf-8")) == 200);
}

TEST_CASE("In the modern era headers repeat what the message says") {
    CHECK(check_headers(described("look"), call("look")));
    CHECK(check_headers(described("=?base64?w6lsYW4=?="), call("élan")));
    const auto refused = [](const IncomingRequest& request, const Message& message) {
        const auto same = check_headers(request, message);
        return !same && same.error().code == Code::header_mismatch;
    };
    CHECK(refused(described("other"), call("look")));
    CHECK(refused(described(""), call("look")));
    CHECK(refused(described("=?base64?!!!?="), call("look")));
    CHECK(refused(with(described("look"), "Mcp-Method", "tools/list"), call("look")));
    CHECK(refused(with(described("look"), "Mcp-Method", ""), call("look")));
    CHECK(refused(with(described("look"), "MCP-Protocol-Version", "2025-11-25"), call("look")));
    Message bare = call("look");
    bare.params.erase("_meta");
    CHECK(era_of(described("look"), bare) == Era::modern);
    CHECK(check_headers(described("look"), bare).error().code == Code::invalid_params);
}

TEST_CASE("Some errors of the modern era are the transport's too") {
    CHECK(status_of(Era::modern, error_line("1", {Code::method_not_found, "m"})) == 404);
    CHECK(status_of(Era::modern, error_line("1", {Code::client_capability_missing, "m"})) == 400);
    CHECK(status_of(Era::modern, error_line("1", {Code::unsupported_protocol_version, "m"})) == 400);
    CHECK(status_of(Era::modern, error_line("1", {Code::invalid_params, "m"})) == 200);
    CHECK(status_of(Era::modern, result_line("1", R"({"error":{"code":-32601}})")) == 200);
    CHECK(status_of(Era::legacy, error_line("1", {Code::method_not_found, "m"})) == 200);
}
