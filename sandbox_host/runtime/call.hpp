#pragma once

#include "sandbox_host/connection/acting_user.hpp"
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

/// The call's handle, as the plugin knows it too. Given out once in the life of the process.
using CallId = alysio_call;

/// One call of one tool: what alysio_call_info is made of.
struct CallRequest {
    std::string tool;
    std::string arguments = "{}";  ///<// JSON
    alysio_intent intent = ALYSIO_INTENT_EXECUTE;
    std::string preview_token;
    std::optional<std::chrono::nanoseconds> time_limit;  ///< from now
    std::string trace_context;
    std::shared_ptr<const connection::ActingUser> acting_for;  ///< null: nobody

    /// Who is asking; without a name where the call acts for nobody.
    const connection::Identity& identity() const noexcept {
        static const connection::Identity nobody;
        return acting_for && acting_for->identity ? *acting_for->identity : nobody;
    }
};

struct Progress {
    std::uint64_t done = 0;
    std::uint64_t total = 0;  ///< 0 = unknown
    std::string message;
};

struct CallResult {
    enum class End {
        finished,  ///< the plugin's own result: `kind` and `json`
        refused,   ///< it never started: `status` and `message`
        given_up,  ///< cancelled, and the plugin did not finish it in time: `status` and `message`
    };
    End end = End::finished;
    alysio_result_kind kind = ALYSIO_RESULT_SUCCESS;
    std::string json;
    alysio_status status = ALYSIO_OK;
    std::string message;
};

/// Told off the plugin's lane, one at a time for the whole runtime, in order; on_finish exactly once and last. They may
/// come before Runtime::call has returned, and must not block.
struct CallEvents {
    std::function<void(CallId, const Progress&)> on_progress;  ///< may be empty
    std::function<void(CallId, CallResult)> on_finish;
};

/// An open call. Its request is what alysio_call_info points into. [lane], but for what is const.
struct Call {
    Call(CallId call, CallRequest call_request, Clock::Time now);

    const CallId id;
    const CallRequest request;
    const alysio_call_info info;

    std::function<void(const Progress&)> tell;  ///< empty where nobody asked
    std::function<void(CallResult)> on_end;     ///< exactly once
    std::vector<std::uint64_t> operations;      ///< started for it and not ended
    bool cancelling = false;                    ///< nothing new is started for it
    std::unique_ptr<Alarm> alarm;               ///< deadline first, then the end of the grace, then giving up
    std::uint64_t done = 0;                     ///< of the last progress
    std::optional<Clock::Time> told;            ///< when the last progress went out
    std::uint64_t grown = 0;                    ///< bytes that its files have taken
    alysio_cancel_reason reason = 0;            ///< why it is cancelled
};

}  // namespace alysio::sandbox::runtime
