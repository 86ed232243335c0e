#include "sandbox_host/runtime/host_table.hpp"

#include "sandbox_host/runtime/instance.hpp"
#include "sandbox_host/runtime/result_json.hpp"
#include "sandbox_host/runtime/timer.hpp"
#include "sandbox_host/runtime/wall.hpp"

#include <alysio/sdk/text.hpp>

#include <algorithm>
#include <chrono>
#include <span>
#include <vector>

namespace alysio::sandbox::runtime {

namespace {

alysio_status finish(void* ctx, alysio_call handle, const alysio_result* result) noexcept {
    return wall([&]() -> alysio_status {
        auto& instance = Instance::from(ctx);
        if (!instance.on_lane("finish")) return ALYSIO_E_WRONG_STATE;
        const auto call = instance.ledger().call(handle);
        if (call == nullptr) {
            if (instance.ledger().forget(handle)) return ALYSIO_E_STALE;
            return instance.misuse(ALYSIO_E_STALE, "finish", "the call has ended already", handle);
        }
        if (!ALYSIO_HAS(result, json) || result->json.data == nullptr || result->kind > ALYSIO_RESULT_ERROR) {
            return instance.misuse(ALYSIO_E_INVALID_ARGUMENT, "finish", "the result is none", handle);
        }
        CallResult finished;
        auto json = result_json(sdk::view(result->json));
        if (!json) {
            const bool too_long = result->json.size > longest_result;
            finished.end = CallResult::End::given_up;
            finished.status = too_long ? ALYSIO_E_LIMITED : ALYSIO_E_INVALID_ARGUMENT;
            finished.message = std::move(json).error().message;
            instance.misuse(finished.status, "finish", finished.message, handle);
            const auto status = finished.status;
            instance.ledger().close(*call, std::move(finished));
            return status;
        }
        finished.kind = result->kind;
        finished.json = *std::move(json);
        instance.ledger().close(*call, std::move(finished));
        return ALYSIO_OK;
    });
}

alysio_status progress(void* ctx, alysio_call handle, std::uint64_t done, std::uint64_t total,
                       alysio_str message) noexcept {
    return wall([&]() -> alysio_status {
        auto& instance = Instance::from(ctx);
        if (!instance.on_lane("progress")) return ALYSIO_E_WRONG_STATE;
        const auto call = instance.ledger().call(handle);
        if (call == nullptr) return instance.misuse(ALYSIO_E_STALE, "progress", "the call has ended", handle);
        if (done < call->done) {
            return instance.misuse(ALYSIO_E_INVALID_ARGUMENT, "progress", "it went backwards", handle);
        }
        const bool news = done != call->done || !call->told;
        call->done = done;
        if (!call->tell) return ALYSIO_OK;
        const auto now = instance.clock().now();
        const bool complete = total != 0 && done == total && news;
        if (!complete && call->told && now - *call->told < instance.limits().progress_interval) return ALYSIO_OK;
        call->told = now;
        call->tell({done, total, std::string(sdk::view(message))});
        return ALYSIO_OK;
    });
}

std::uint32_t log_enabled(void* ctx, alysio_log_level level) noexcept {
    return Instance::from(ctx).log().wants(std::min(level, ALYSIO_LOG_ERROR)) ? 1 : 0;
}

LogField to_field(const alysio_log_field& field) {
    LogField to{sdk::view(field.key), std::string_view(), (field.flags & ALYSIO_LOG_SENSITIVE) != 0};
    if (field.kind == ALYSIO_LOG_INTEGER) to.value = field.integer;
    if (field.kind == ALYSIO_LOG_REAL) to.value = field.real;
    if (field.kind == ALYSIO_LOG_TEXT) to.value = sdk::view(field.text);
    return to;
}

void log(void* ctx, const alysio_log_record* record) noexcept {
    wall([&]() -> alysio_status {
        if (!ALYSIO_HAS(record, field_count)) return ALYSIO_E_INVALID_ARGUMENT;
        const auto& instance = Instance::from(ctx);
        const auto level = std::min(record->level, ALYSIO_LOG_ERROR);
        if (!instance.log().wants(level)) return ALYSIO_OK;
        std::vector<LogField> fields;
        if (record->fields != nullptr) {
            fields.reserve(record->field_count);
            for (std::uint64_t i = 0; i < record->field_count; ++i) fields.push_back(to_field(record->fields[i]));
        }
        instance.log().write({level, instance.plugin_name(), sdk::view(record->event), sdk::view(record->message),
                              record->call, fields});
        return ALYSIO_OK;
    });
}

std::uint64_t monotonic_ns(void* ctx) noexcept {
    const std::chrono::nanoseconds time = Instance::from(ctx).clock().now().time_since_epoch();
    return static_cast<std::uint64_t>(time.count());
}

std::int64_t unix_ns(void* ctx) noexcept {
    const std::chrono::nanoseconds time = Instance::from(ctx).clock().unix_now().time_since_epoch();
    return time.count();
}

void random(void* ctx, void* out, std::uint64_t size) noexcept {
    Instance::from(ctx).randomness().fill({static_cast<std::byte*>(out), size});
}

alysio_status timer_start(void* ctx, alysio_call handle, std::uint64_t delay_ns, alysio_timer_fn fn, void* event_ctx,
                          alysio_timer* out) noexcept {
    return wall([&]() -> alysio_status {
        auto& instance = Instance::from(ctx);
        if (!instance.on_lane("timer_start")) return ALYSIO_E_WRONG_STATE;
        if (fn == nullptr || out == nullptr) {
            return instance.misuse(ALYSIO_E_INVALID_ARGUMENT, "timer_start", "a null function or result", handle);
        }
        const auto call = instance.ledger().call(handle);
        if (call == nullptr) return instance.misuse(ALYSIO_E_STALE, "timer_start", "the call has ended", handle);
        if (!instance.has_room(*call)) return instance.too_many(*call, "timer_start");
        const auto timer = std::make_shared<Timer>(fn, event_ctx);
        *out = instance.ledger().adopt(*call, timer);
        // A century is for ever, and fits every clock.
        constexpr std::uint64_t century_ns = 100ull * 365 * 24 * 3600 * 1'000'000'000;
        timer->start(instance.lane().executor(), std::chrono::nanoseconds(std::min(delay_ns, century_ns)));
        return ALYSIO_OK;
    });
}

alysio_status timer_cancel(void* ctx, alysio_timer handle) noexcept {
    return wall([&]() -> alysio_status {
        auto& instance = Instance::from(ctx);
        if (!instance.on_lane("timer_cancel")) return ALYSIO_E_WRONG_STATE;
        // A stale timer is no misuse: it may have rung just before.
        const auto timer = instance.ledger().find<Timer>(handle);
        if (timer == nullptr) return ALYSIO_E_STALE;
        instance.ledger().abandon(*timer);
        return ALYSIO_OK;
    });
}

const void* service(void* ctx, alysio_str id) noexcept {
    return Instance::from(ctx).service_table(sdk::view(id));
}

}  // namespace

alysio_host host_table_for(Instance& instance) noexcept {
    alysio_host host{};
    host.struct_size = sizeof host;
    host.abi_major = ALYSIO_ABI_MAJOR;
    host.abi_minor = ALYSIO_ABI_MINOR;
    host.ctx = &instance;
    host.finish = finish;
    host.progress = progress;
    host.log_enabled = log_enabled;
    host.log = log;
    host.monotonic_ns = monotonic_ns;
    host.unix_ns = unix_ns;
    host.random = random;
    host.timer_start = timer_start;
    host.timer_cancel = timer_cancel;
    host.service = service;
    return host;
}

}  // namespace alysio::sandbox::runtime
