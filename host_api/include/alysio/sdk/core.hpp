#pragma once

#include "list.hpp"
#include "text.hpp"

#include <alysio/abi.h>

#include <atomic>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <new>
#include <string_view>

namespace alysio::sdk {

/// A suspended coroutine and what it waits for: the node stands in the waiting list of a resource, then in the ready list of
/// its instance, then runs. It lives in the coroutine's own frame, so destroying the frame takes it out of every list.
class Waiter : public ListNode {
  public:
    std::coroutine_handle<> coroutine;
};

/// One plugin instance, as everything in the SDK sees it: the host's tables, and the coroutines that may go on.
///
/// Every entry into the plugin passes `enter`, the wall: nothing is thrown through it, and an entry that overlaps another
/// one (a host that broke the lane) is refused. Coroutines are resumed in one place only, on the way out, so an event handler
/// never runs tool code below itself and completions cannot recurse.
class Core {
  public:
    explicit Core(const alysio_host& host)
        : host_(host),
          http_(static_cast<const alysio_http*>(host.service(host.ctx, str(ALYSIO_HTTP_SERVICE)))),
          artifacts_(
              static_cast<const alysio_artifact_service*>(host.service(host.ctx, str(ALYSIO_ARTIFACT_SERVICE)))) {}
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    const alysio_host& host() const { return host_; }
    void* ctx() const { return host_.ctx; }
    const alysio_http* http() const { return http_; }                        ///< null where the host offers none
    const alysio_artifact_service* artifacts() const { return artifacts_; }  ///< null where the host offers none

    uint64_t now_ns() const { return host_.monotonic_ns(host_.ctx); }
    int64_t unix_ns() const { return host_.unix_ns(host_.ctx); }

    uint64_t random() const {
        uint64_t value = 0;
        host_.random(host_.ctx, &value, sizeof value);
        return value;
    }

    void log(alysio_log_level level, std::string_view event, std::string_view message, alysio_call call = 0,
             const alysio_log_field* fields = nullptr, uint64_t field_count = 0) const {
        if (host_.log_enabled(host_.ctx, level) == 0) return;
        const alysio_log_record record{sizeof record, level, call, str(event), str(message), fields, field_count};
        host_.log(host_.ctx, &record);
    }

    /// The coroutine goes on when the current entry ends.
    void ready(Waiter& waiter) { ready_.push_back(waiter); }

    /// The wall: runs `body` and then whatever became ready.
    template <class Body>
    alysio_status enter(Body&& body) noexcept {
        if (inside_.exchange(true, std::memory_order_acquire)) {
            log(ALYSIO_LOG_ERROR, "plugin.lane", "the host entered the plugin twice at once; the entry is refused");
            return ALYSIO_E_WRONG_STATE;
        }
        alysio_status status = ALYSIO_OK;
        try {
            status = body();
            while (Waiter* waiter = ready_.pop_front()) waiter->coroutine.resume();
            reap();
        } catch (const std::bad_alloc&) {
            status = ALYSIO_E_NO_MEMORY;
        } catch (const std::exception& bug) {
            log(ALYSIO_LOG_ERROR, "plugin.bug", bug.what());
            status = ALYSIO_E_INTERNAL;
        } catch (...) {
            status = ALYSIO_E_INTERNAL;
        }
        inside_.store(false, std::memory_order_release);
        return status;
    }

  protected:
    ~Core() = default;

  private:
    virtual void reap() = 0;  ///< finishes the calls that are done

    const alysio_host& host_;
    const alysio_http* http_;
    const alysio_artifact_service* artifacts_;
    List<Waiter> ready_;
    std::atomic<bool> inside_{false};
};

/// Makes the C function of an event table out of a method: `event<&HttpExchange::on_end>`. The object must give its `core()`.
template <auto Method>
struct Event;

template <class Object, class... Arguments, void (Object::*Method)(Arguments...)>
struct Event<Method> {
    static void ALYSIO_CALL call(void* object, Arguments... arguments) noexcept {
        auto* self = static_cast<Object*>(object);
        self->core().enter([&] {
            (self->*Method)(arguments...);
            return ALYSIO_OK;
        });
    }
};

template <auto Method>
inline constexpr auto event = &Event<Method>::call;

}  // namespace alysio::sdk
