#include "sandbox_host/mcp/protocol/revision.hpp"

#include <algorithm>

namespace alysio::sandbox::mcp {
namespace {

constexpr const char* version_key = "io.modelcontextprotocol/protocolVersion";
constexpr const char* capabilities_key = "io.modelcontextprotocol/clientCapabilities";

const Json& meta_of(const Message& message) {
    static const Json none = Json::object();
    const auto meta = message.params.find("_meta");
    return meta != message.params.end() && meta->is_object() ? *meta : none;
}

}  // namespace

const std::vector<std::string>& served_revisions() {
    static const std::vector<std::string> revisions = {"2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26",
                                                       "2024-11-05"};
    return revisions;
}

std::string_view negotiated(std::string_view requested) {
    const auto& all = served_revisions();
    const bool known = std::find(all.begin() + 1, all.end(), requested) != all.end();
    return known ? requested : newest_legacy_revision;
}

bool is_modern(const Message& message) {
    return meta_of(message).contains(version_key);
}

base::Result<void, RpcError> check_request(const Message& message) {
    const Json& meta = meta_of(message);
    const Json& version = meta.at(version_key);
    if (!version.is_string()) return RpcError{Code::invalid_params, std::string(version_key) + " is a string"};
    if (version != modern_revision) {
        return RpcError{Code::unsupported_protocol_version, "Unsupported protocol version",
                        Json{{"supported", served_revisions()}, {"requested", version}}};
    }
    const auto capabilities = meta.find(capabilities_key);
    if (capabilities == meta.end() || !capabilities->is_object()) {
        return RpcError{Code::invalid_params, "_meta has " + std::string(capabilities_key) +
                                                  ", an object; {} when there is nothing to declare"};
    }
    return {};
}

bool can_ask_user(const Json& capabilities) {
    if (!capabilities.is_object()) return false;
    const auto elicitation = capabilities.find("elicitation");
    if (elicitation == capabilities.end() || !elicitation->is_object()) return false;
    // Before there were modes there were only forms: {} means those.
    return elicitation->empty() || elicitation->contains("form");
}

Json declared_capabilities(const Message& message) {
    return meta_of(message).value(capabilities_key, Json::object());
}

}  // namespace alysio::sandbox::mcp
