#include "sandbox_host/mcp/protocol/message.hpp"

#include "sandbox_host/mcp/protocol/raw_json.hpp"

#include <alysio/base/json_member.hpp>

#include <utility>

namespace alysio::sandbox::mcp {
namespace {

Unreadable unreadable(Code code, std::string message, std::string id = {}) {
    return {std::move(id), {code, std::move(message)}};
}

bool is_id(const Json& value) {
    return value.is_string() || value.is_number_integer();
}

base::Result<Message, Unreadable> read_response(const Json& document, std::string id) {
    Message message;
    message.kind = Message::Kind::response;
    message.id = std::move(id);
    message.result = document.value("result", Json());
    return message;
}

std::string arguments_of(std::string_view text) {
    const auto params = raw_member(text, "params");
    const auto arguments = params ? raw_member(*params, "arguments") : std::nullopt;
    return arguments ? on_one_line(*arguments) : std::string();
}

}  // namespace

base::Result<Message, Unreadable> read_message(std::string_view text) {
    if (text.size() > largest_message) {
        return unreadable(Code::invalid_request, "a message has at most " + std::to_string(largest_message) + " bytes");
    }
    if (nesting(text) > deepest_message) {
        return unreadable(Code::invalid_request,
                          "a message is nested at most " + std::to_string(deepest_message) + " levels deep");
    }
    const Json document = Json::parse(text, nullptr, false);
    if (document.is_discarded()) return unreadable(Code::parse_error, "this is no JSON in UTF-8");
    if (document.is_array()) return unreadable(Code::invalid_request, "batches are not part of MCP: one message each");
    if (!document.is_object()) return unreadable(Code::invalid_request, "a message is a JSON object");

    const auto id = document.find("id");
    const bool has_id = id != document.end();
    if (has_id && !is_id(*id)) return unreadable(Code::invalid_request, "an id is a string or an integer");
    std::string id_text = has_id ? dump(*id) : std::string();
    if (document.value("jsonrpc", Json()) != "2.0") {
        return unreadable(Code::invalid_request, "a message has \"jsonrpc\":\"2.0\"", id_text);
    }
    const auto method = document.find("method");
    if (method == document.end()) {
        const bool answers = document.contains("result") || document.contains("error");
        if (answers && has_id) return read_response(document, std::move(id_text));
        return unreadable(Code::invalid_request, "a message has a method, or an id and a result or error", id_text);
    }
    if (!method->is_string()) return unreadable(Code::invalid_request, "a method is a string", id_text);

    Message message;
    message.kind = has_id ? Message::Kind::request : Message::Kind::notification;
    message.method = method->get<std::string>();
    if (const auto params = document.find("params"); params != document.end()) {
        if (!params->is_object()) return unreadable(Code::invalid_params, "params is an object", id_text);
        message.params = *params;
        if (params->contains("arguments")) message.arguments = arguments_of(text);
    }
    message.id = std::move(id_text);
    return message;
}

std::string result_line(std::string_view id, std::string_view result) {
    std::string line = R"({"jsonrpc":"2.0","id":)";
    line.append(id).append(R"(,"result":)").append(result).append("}");
    return line;
}

std::string error_line(std::string_view id, const RpcError& error) {
    Json members = {{"code", static_cast<int>(error.code)}, {"message", error.message}};
    if (!error.data.is_null()) members["data"] = error.data;
    std::string line = R"({"jsonrpc":"2.0",)";
    // Where the id is unknown, MCP leaves it out; null is not one of its ids.
    if (!id.empty()) line.append(R"("id":)").append(id).append(",");
    return line.append(R"("error":)").append(dump(members)).append("}");
}

std::string request_line(std::string_view id, std::string_view method, const Json& params) {
    std::string line = R"({"jsonrpc":"2.0","id":)";
    return line.append(id).append(R"(,"method":")").append(method).append(R"(","params":)").append(dump(params)) + "}";
}

std::string notification_line(std::string_view method, const Json& params) {
    std::string line = R"({"jsonrpc":"2.0","method":")";
    line.append(method).append("\"");
    if (!params.empty()) line.append(R"(,"params":)").append(dump(params));
    return line + "}";
}

const Json& member(const Json& value, const char* name) {
    static const Json none;
    const Json* found = base::find_member(value, name);
    return found == nullptr ? none : *found;
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace alysio::sandbox::mcp
