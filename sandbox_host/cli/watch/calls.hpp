#pragma once

#include "sandbox_host/assembly/host.hpp"
#include "sandbox_host/cli/watch/console.hpp"
#include "sandbox_host/cli/watch/inbox.hpp"
#include "sandbox_host/cli/watch/prompt_command.hpp"
#include "sandbox_host/services/exchange_log.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace alysio::sandbox::cli {

/// The calls of a session: any number at once, each with a number of its own by which its exchanges and its result are
/// known. On the session's thread.
class Calls {
  public:
    /// `bodies`: those of exchanges are shown too.
    Calls(assembly::Host& host, Console& console, Inbox& inbox, bool bodies);

    enum class From { prompt, session };
    void start(StartCall call, From from = From::session);
    /// The last one, again.
    void repeat();
    const std::optional<StartCall>& last() const noexcept { return last_; }
    /// Whether the last one may change something each time.
    bool last_changes_data() const;

    bool any_open() const noexcept { return !open_.empty(); }
    /// Asks what is running to end. False: all of it was asked before.
    bool cancel();
    /// "#3 4,000 of 9,000 rows", for the prompt; empty where nothing runs.
    std::string status() const;

    void show(const services::ExchangeRecord& record);

  private:
    struct Open {
        unsigned number = 0;
        runtime::ToolInfo tool;
        bool preview = false;
        bool cancelled = false;
        std::chrono::steady_clock::time_point started;
        std::string progress;
        unsigned exchanges = 0;
        std::map<std::string, unsigned> requests;  // how often the same was asked
    };

    // The tool of this name, or the only one that has this in its name.
    std::optional<runtime::CallRequest> request_for(const StartCall& call, const std::string& tool);
    void end(runtime::CallId id, const runtime::CallResult& result, std::chrono::steady_clock::time_point ended);
    void refuse(const std::string& why);

    assembly::Host& host_;
    Console& console_;
    Inbox& inbox_;
    const bool bodies_;
    unsigned last_number_ = 0;
    std::optional<StartCall> last_;
    std::map<runtime::CallId, Open> open_;
};

/// Tells an inbox of exchanges.
class ExchangeReporter final : public services::ExchangeLog {
  public:
    explicit ExchangeReporter(Inbox& inbox) : inbox_(inbox) {}
    void write(const services::ExchangeRecord& record) noexcept override;

    /// Whom to tell; null while nobody listens. On the inbox's thread.
    Calls* calls = nullptr;

  private:
    Inbox& inbox_;
};

}  // namespace alysio::sandbox::cli
