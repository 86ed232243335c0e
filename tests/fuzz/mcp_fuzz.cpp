// Whatever a client of the MCP server sends: no line crashes it, what is read agrees with an ordinary parser, and what
// is answered is JSON.

#include "sandbox_host/mcp/confirmation.hpp"
#include "sandbox_host/mcp/file_resources.hpp"
#include "sandbox_host/mcp/protocol/message.hpp"
#include "sandbox_host/mcp/protocol/raw_json.hpp"
#include "sandbox_host/mcp/protocol/revision.hpp"
#include "sandbox_host/mcp/request_state.hpp"

#include <cstdint>
#include <cstdlib>

using namespace alysio::sandbox::mcp;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void look_at(const Message& message, std::string_view text) {
    const Json document = Json::parse(text);
    if (document.contains("params") && document["params"].contains("arguments")) {
        require(Json::parse(message.arguments) == document["params"]["arguments"]);
    }
    require(message.id.empty() == !document.contains("id"));
    if (is_modern(message)) {
        static_cast<void>(check_request(message));
        can_ask_user(declared_capabilities(message));
    }
    if (const auto form = confirmation_form(message.params)) require(Json::accept(notification_line("m", *form)));
    static const FileResources files;
    require(!files.read(nobody, message.method));
    static RequestStates states;
    require(states.open(message.method, {}).validity == RequestStates::Validity::forged);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto read = read_message(text);
    if (read) {
        look_at(*read, text);
    } else {
        require(Json::accept(error_line(read.error().id, read.error().error)));
    }
    return 0;
}
