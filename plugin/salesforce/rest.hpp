#pragma once

#include "plugin/salesforce/requests.hpp"
#include "plugin/salesforce/result.hpp"
#include "plugin/salesforce/retry.hpp"

#include <functional>
#include <optional>

namespace alysio::salesforce {

/// Salesforce's REST API as one call sees it: sends a request, and sends it again as often as the retry table (retry.hpp)
/// lets it, waiting on the host's clock and within the call's deadline.
class Rest {
  public:
    /// `on_refused_identity` is told of a 401 or 403: whatever was remembered for this principal may be wrong by now.
    Rest(sdk::Call& call, std::function<void()> on_refused_identity);

    /// The last answer. Ok, 304, or a failure that may not be sent again: then `explain` it, after asking `next_step`
    /// when it was a write.
    Task<Answer> send(Request request);

    /// The same for a request whose first attempt is under way already, so that work can be done beside it:
    ///
    ///     sdk::HttpExchange first(call, next.http);
    ///     ... work on the page at hand ...
    ///     Answer answer = co_await rest.settle(first, next);
    ///
    /// `first` and `request` outlive the task.
    Task<Answer> settle(sdk::HttpExchange& first, const Request& request);

    /// What remains to be done about a failed answer.
    static Next next_step(const Answer& answer);

    /// The failed answer as an error; says `cancelled` or `timeout` where the call was stopped.
    Error explain(const Answer& answer) const;

    /// The org's API budget as the last answer told it.
    const std::optional<ApiUsage>& usage() const { return usage_; }

    sdk::Call& call() const { return call_; }

  private:
    Answer read(const RequestInfo& request, sdk::HttpResponse response);
    bool fits_before_deadline(std::uint64_t wait_ns) const;

    sdk::Call& call_;
    std::function<void()> on_refused_identity_;
    std::optional<ApiUsage> usage_;
};

}  // namespace alysio::salesforce
