#include "sandbox_host/mcp/http/request_guard.hpp"

#include "sandbox_host/loopback/names.hpp"
#include "sandbox_host/mcp/protocol/raw_json.hpp"

#include <alysio/base/encoding.hpp>

#include <openssl/crypto.h>

namespace alysio::sandbox::mcp {
namespace {

bool knows(std::string_view token, std::string_view authorization) {
    constexpr std::string_view scheme = "Bearer ";
    if (authorization.substr(0, scheme.size()) != scheme) return false;
    const auto given = authorization.substr(scheme.size());
    return given.size() == token.size() && CRYPTO_memcmp(given.data(), token.data(), token.size()) == 0;
}

HttpReply refusal(int status, std::string message) {
    return json_reply(status, error_line({}, {Code::invalid_request, std::move(message)}));
}

bool accepts(std::string_view accept, std::string_view type) {
    return accept.find(type) != accept.npos || accept.find("*/*") != accept.npos;
}

std::optional<HttpReply> wrong_form(const IncomingRequest& request) {
    const auto accept = request.header("Accept");
    if (request.method == "GET" && !accepts(accept, "text/event-stream")) {
        return refusal(406, "a GET accepts text/event-stream");
    }
    if (request.method != "POST") return std::nullopt;
    if (!accepts(accept, "application/json") || !accepts(accept, "text/event-stream")) {
        return refusal(406, "a POST accepts application/json and text/event-stream");
    }
    if (request.header("Content-Type").find("application/json") != 0) {
        return refusal(415, "a message is application/json");
    }
    return std::nullopt;
}

// A header may hold any text as =?base64?…?=. Nothing where that is broken.
std::optional<std::string> plain(std::string_view value) {
    constexpr std::string_view begin = "=?base64?";
    constexpr std::string_view end = "?=";
    const bool encoded = value.size() >= begin.size() + end.size() && value.substr(0, begin.size()) == begin &&
                         value.substr(value.size() - end.size()) == end;
    if (!encoded) return std::string(value);
    value = value.substr(begin.size(), value.size() - begin.size() - end.size());
    return base::from_base64(value);
}

// What Mcp-Name repeats; null for methods without one.
Json name_of(const Message& message) {
    if (message.method == "tools/call" || message.method == "prompts/get") return message.params.value("name", Json());
    if (message.method == "resources/read") return message.params.value("uri", Json());
    return nullptr;
}

Json declared_revision(const Message& message) {
    return member(member(message.params, "_meta"), "io.modelcontextprotocol/protocolVersion");
}

RpcError mismatch(std::string_view header, std::string_view detail) {
    return {Code::header_mismatch, "Header mismatch: " + std::string(header) + " " + std::string(detail)};
}

base::Result<void, RpcError> compare(const IncomingRequest& request, std::string_view header, const Json& expected) {
    if (!expected.is_string()) return {};
    if (!request.has(header)) return mismatch(header, "is missing");
    const auto given = plain(request.header(header));
    if (!given) return mismatch(header, "is no valid base64");
    if (*given != expected.get_ref<const std::string&>()) return mismatch(header, "is not what the message says");
    return {};
}

}  // namespace

std::optional<HttpReply> turned_away(const IncomingRequest& request, std::string_view token) {
    if (!loopback::asks_for_this_machine(request.headers)) {
        return refusal(403, "this server answers on this machine's names only");
    }
    if (!loopback::comes_from_this_machine(request.headers)) {
        return refusal(403, "pages of other sites have no access");
    }
    if (request.path != endpoint_path) return refusal(404, "the endpoint is " + std::string(endpoint_path));
    if (request.method != "POST" && request.method != "GET" && request.method != "DELETE") {
        auto reply = refusal(405, "the endpoint takes POST, GET and DELETE");
        reply.headers.emplace_back("Allow", "POST, GET, DELETE");
        return reply;
    }
    if (!token.empty() && !knows(token, request.header("Authorization"))) {
        auto reply = refusal(401, "this server wants its bearer token");
        reply.headers.emplace_back("WWW-Authenticate", "Bearer");
        return reply;
    }
    return wrong_form(request);
}

Era era_of(const IncomingRequest& request, const Message& message) {
    const bool modern = is_modern(message) || request.header("MCP-Protocol-Version") == modern_revision;
    return modern ? Era::modern : Era::legacy;
}

base::Result<void, RpcError> check_headers(const IncomingRequest& request, const Message& message) {
    const Json revision = declared_revision(message);
    if (!revision.is_string()) {
        return RpcError{Code::invalid_params, "_meta[\"io.modelcontextprotocol/protocolVersion\"] is missing"};
    }
    if (auto same = compare(request, "MCP-Protocol-Version", revision); !same) return same;
    if (auto same = compare(request, "Mcp-Method", message.method); !same) return same;
    return compare(request, "Mcp-Name", name_of(message));
}

int status_of(Era era, std::string_view answer) {
    const auto error = era == Era::modern ? raw_member(answer, "error") : std::nullopt;
    if (!error) return 200;
    switch (static_cast<Code>(Json::parse(*error).value("code", 0))) {
        case Code::method_not_found:
            return 404;
        case Code::header_mismatch:
        case Code::client_capability_missing:
        case Code::unsupported_protocol_version:
            return 400;
        default:
            return 200;
    }
}

}  // namespace alysio::sandbox::mcp
