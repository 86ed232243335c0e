#include "sandbox_host/runtime/call.hpp"

#include <alysio/sdk/text.hpp>

#include <utility>

namespace alysio::sandbox::runtime {

namespace {

std::uint64_t deadline(const CallRequest& request, Clock::Time now) {
    if (!request.time_limit) return 0;
    const std::chrono::nanoseconds time = (now + *request.time_limit).time_since_epoch();
    return static_cast<std::uint64_t>(time.count());
}

alysio_call_info describe(CallId id, const CallRequest& request, Clock::Time now) {
    const auto& identity = request.identity();
    alysio_call_info info{};
    info.struct_size = sizeof info;
    info.intent = request.intent;
    info.call = id;
    info.tool = sdk::str(request.tool);
    info.arguments = sdk::str(request.arguments);
    info.preview_token = sdk::str(request.preview_token);
    info.principal = sdk::str(identity.principal);
    info.web_url = sdk::str(identity.web_url);
    info.locale = sdk::str(identity.locale);
    info.time_zone = sdk::str(identity.time_zone);
    info.deadline_ns = deadline(request, now);
    info.grants = identity.grants;
    info.trace_context = sdk::str(request.trace_context);
    info.settings = sdk::str(identity.settings);
    info.connection = sdk::str(identity.connection);
    return info;
}

}  // namespace

Call::Call(CallId call, CallRequest call_request, Clock::Time now)
    : id(call), request(std::move(call_request)), info(describe(id, request, now)) {}

}  // namespace alysio::sandbox::runtime
