#include "sandbox_host/services/http_service.hpp"

#include "sandbox_host/connection/acting_user.hpp"
#include "sandbox_host/runtime/instance.hpp"
#include "sandbox_host/runtime/wall.hpp"
#include "sandbox_host/services/http_operation.hpp"

#include <alysio/abi.h>
#include <alysio/sdk/http_effect.hpp>
#include <alysio/sdk/text.hpp>

#include <limits>
#include <optional>

namespace alysio::sandbox::services {

namespace {

using runtime::Instance;

// Hands out no text that points nowhere.
bool readable(alysio_str text) {
    return text.data != nullptr || text.size == 0;
}

bool readable(const alysio_pair* pairs, std::uint64_t count) {
    if (pairs == nullptr) return count == 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (!readable(pairs[i].key) || !readable(pairs[i].value)) return false;
    }
    return true;
}

std::vector<std::pair<std::string, std::string>> copy(const alysio_pair* pairs, std::uint64_t count) {
    std::vector<std::pair<std::string, std::string>> result;
    result.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) result.emplace_back(sdk::view(pairs[i].key), sdk::view(pairs[i].value));
    return result;
}

// What is wrong with the arguments of start, if anything.
const char* misused(const alysio_http_request* request, const alysio_http_events* events, const alysio_request* out) {
    if (!ALYSIO_HAS(request, effect) || out == nullptr) return "a null or short argument";
    if (!ALYSIO_HAS(events, on_end)) return "a null or short table of events";
    if (events->on_head == nullptr || events->on_body == nullptr || events->on_end == nullptr) return "a null event";
    if (request->method < ALYSIO_HTTP_GET || request->method > ALYSIO_HTTP_PUT) return "a method that is none";
    if (request->effect > ALYSIO_HTTP_CHANGES) return "an effect that is none";
    if (!readable(request->path) || sdk::view(request->path).substr(0, 1) != "/") return "a path without '/'";
    if (!readable(request->query, request->query_count)) return "a query that points nowhere";
    if (!readable(request->headers, request->header_count)) return "headers that point nowhere";
    if (!readable(request->body)) return "a body that points nowhere";
    return nullptr;
}

std::optional<connection::RequestError> refusal(const runtime::Call& call, alysio_http_effect effect) {
    connection::RequestError failure;
    const bool writes = effect == ALYSIO_HTTP_CHANGES;
    const auto& acting_for = call.request.acting_for;
    if (call.cancelling) {
        failure.status = ALYSIO_E_CANCELLED;
        failure.message = "The call was cancelled, so nothing new is sent for it.";
    } else if (acting_for == nullptr || acting_for->connection == nullptr) {
        failure.message = "No account is connected for this call.";
    } else if (writes && call.request.intent == ALYSIO_INTENT_PREVIEW) {
        failure.message = "A preview changes nothing, so only what reads is sent for it.";
    } else if ((call.request.identity().grants & (writes ? ALYSIO_GRANT_WRITE : ALYSIO_GRANT_READ)) == 0) {
        failure.message = writes ? "This call may not change anything." : "This call may not read anything.";
    } else {
        return std::nullopt;
    }
    return failure;
}

alysio_status start(void* ctx, alysio_call handle, const alysio_http_request* request, const alysio_http_events* events,
                    void* event_ctx, alysio_request* out) noexcept;
alysio_status consume(void* ctx, alysio_request handle, std::uint64_t bytes) noexcept;
alysio_status cancel(void* ctx, alysio_request handle, alysio_http_sent* sent) noexcept;

constexpr alysio_http table = {sizeof(alysio_http), 0, start, consume, cancel};

alysio_status start(void* ctx, alysio_call handle, const alysio_http_request* request, const alysio_http_events* events,
                    void* event_ctx, alysio_request* out) noexcept {
    return runtime::wall([&]() -> alysio_status {
        auto& instance = Instance::from(ctx);
        if (!instance.on_lane("http.start")) return ALYSIO_E_WRONG_STATE;
        const auto call = instance.ledger().call(handle);
        if (call == nullptr) return instance.misuse(ALYSIO_E_STALE, "http.start", "the call has ended", handle);
        if (!instance.has_room(*call)) return instance.too_many(*call, "http.start");
        if (const char* what = misused(request, events, out)) {
            return instance.misuse(ALYSIO_E_INVALID_ARGUMENT, "http.start", what, handle);
        }
        auto* service = instance.service<HttpService>(&table);
        if (service == nullptr) return ALYSIO_E_UNSUPPORTED;
        const auto window = request->window == 0 ? HttpOperation::default_window : request->window;
        const auto started = std::make_shared<HttpOperation>(service->transport(), *events, event_ctx, window);
        *out = instance.ledger().adopt(*call, started);

        const auto& acting_for = call->request.acting_for;
        const auto connection = acting_for == nullptr ? nullptr : acting_for->connection;
        HttpRequest data;
        data.method = request->method;
        data.effect = sdk::effect_of(request->method, request->effect);
        data.path = sdk::view(request->path);
        data.query = copy(request->query, request->query_count);
        data.headers = copy(request->headers, request->header_count);
        data.body = sdk::view(request->body);
        constexpr std::uint64_t longest = std::numeric_limits<std::int64_t>::max() / 4;  // a lifetime
        data.timeout = std::chrono::nanoseconds(std::min(request->timeout_ns, longest));
        data.call = handle;
        if (service->watcher()) {
            started->watch(service->watcher(), instance.shared_clock(), data, connection ? connection->name() : "");
        }
        if (auto refused = refusal(*call, data.effect)) {
            started->refuse(std::move(*refused));
        } else {
            started->start(std::move(data), connection);
        }
        return ALYSIO_OK;
    });
}

alysio_status consume(void* ctx, alysio_request handle, std::uint64_t bytes) noexcept {
    return runtime::wall([&]() -> alysio_status {
        auto& instance = Instance::from(ctx);
        if (!instance.on_lane("http.consume")) return ALYSIO_E_WRONG_STATE;
        const auto request = instance.ledger().find<HttpOperation>(handle);
        if (request == nullptr) return ALYSIO_E_STALE;
        if (request->consume(bytes)) return ALYSIO_OK;
        return instance.misuse(ALYSIO_E_INVALID_ARGUMENT, "http.consume", "more than was delivered");
    });
}

alysio_status cancel(void* ctx, alysio_request handle, alysio_http_sent* sent) noexcept {
    return runtime::wall([&]() -> alysio_status {
        auto& instance = Instance::from(ctx);
        if (!instance.on_lane("http.cancel")) return ALYSIO_E_WRONG_STATE;
        const auto request = instance.ledger().find<HttpOperation>(handle);
        if (request == nullptr) return ALYSIO_E_STALE;
        const auto told = request->drop();
        if (sent != nullptr) *sent = told;
        instance.ledger().abandon(*request);
        return ALYSIO_OK;
    });
}

}  // namespace

runtime::Service HttpService::service() noexcept {
    return {ALYSIO_HTTP_SERVICE, &table, this};
}

}  // namespace alysio::sandbox::services
