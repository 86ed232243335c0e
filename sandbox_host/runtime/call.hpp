#pragma once

#include "sandbox_host/runtime/clock.hpp"
#include "sandbox_host/runtime/executor.hpp"

#include <alysio/abi.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alysio::sandbox::runtime {

// The call's handle, as the plugin knows it too. Given out once in the life of the process.
using CallId = alysio_call;

// What whoever starts a call attaches for the services that act in its name: accounts, folders, limits. The runtime
// carries it and does not look inside.
class CallContext {
  public:
    virtual ~CallContext() = default;
};

// One call of one tool: the members of alysio_call_info, owned.
struct CallRequest {
    std::string tool;
    std::string arguments = "{}";  // JSON
    alysio_intent intent = ALYSIO_INTENT_EXECUTE;
    std::string preview_token;
    std::string principal;
    std::string web_url;
    std::string locale;
    std::string time_zone;
    std::optional<std::chrono::nanoseconds> time_limit;  // from now
    alysio_grants grants = ALYSIO_GRANT_READ | ALYSIO_GRANT_WRITE;
    std::string trace_context;
    std::string settings;    // JSON object or empty
    std::string connection;  // JSON object or empty
    std::shared_ptr<const CallContext> context;
};

struct Progress {
    std::uint64_t done = 0;
    std::uint64_t total = 0;  // 0 = unknown
    std::string message;
};

struct CallResult {
    enum class End {
        finished,  // the plugin's own result: `kind` and `json`
        refused,   // it never started: `status` and `message`
        given_up,  // cancelled, and the plugin did not finish it in time: `status` and `message`
    };
    End end = End::finished;
    alysio_result_kind kind = ALYSIO_RESULT_SUCCESS;
    std::string json;
    alysio_status status = ALYSIO_OK;
    std::string message;
};

// Told off the plugin's lane, one at a time for the whole runtime, in order; on_finish exactly once and last. They may
// come before Runtime::call has returned, and must not block.
struct CallEvents {
    std::function<void(CallId, const Progress&)> on_progress;  // may be empty
    std::function<void(CallId, CallResult)> on_finish;
};

// An open call. Its request is what alysio_call_info points into. [lane], but for what is const.
struct Call {
    Call(CallId call, CallRequest call_request, Clock::Time now);

    const CallId id;
    const CallRequest request;
    const alysio_call_info info;

    std::function<void(const Progress&)> tell;  // empty where nobody asked
    std::function<void(CallResult)> on_end;     // exactly once
    std::vector<std::uint64_t> operations;      // started for it and not ended
    bool cancelling = false;                    // nothing new is started for it
    std::unique_ptr<Alarm> alarm;               // deadline first, then the end of the grace, then giving up
    std::uint64_t done = 0;                     // of the last progress
    std::optional<Clock::Time> told;            // when the last progress went out
};

}  // namespace alysio::sandbox::runtime
