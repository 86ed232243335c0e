#pragma once

#include "plugin/records/rows.hpp"
#include "plugin/salesforce/rest.hpp"

#include <alysio/sdk/http.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace alysio::salesforce {

/// Asks for the pages of one query, and keeps the first thing that went wrong: then nothing more is asked for.
class PageFetcher {
  public:
    explicit PageFetcher(Rest& rest) : rest_(rest) {}

    /// A request under way.
    struct Fetch {
        Fetch(sdk::Call& call, Request request_)
            : request(std::move(request_)), exchange(call, request.http), started_ns(call.core().now_ns()) {}
        Request request;
        sdk::HttpExchange exchange;
        std::uint64_t started_ns;
    };
    using FetchPointer = std::unique_ptr<Fetch>;

    Rest& rest() const { return rest_; }
    sdk::Call& call() const { return rest_.call(); }

    FetchPointer start(Request request);

    /// Null, and failed, where the link does not lead to a page of a query.
    FetchPointer start_page(const std::string& next_url);

    /// Between pages. False: the call was stopped.
    Task<bool> let_others_run();
    bool fail_if_stopped();

    void fail(Error error);
    void fail_at(const records::PageFault& fault);
    void fail_at_foreign_link();
    /// Of a page that says there is another one. So many in a row without a row lead nowhere: it fails.
    static constexpr unsigned most_empty_pages = 10;
    void count_rows(std::uint64_t rows);

    const std::optional<Error>& failure() const { return failure_; }

  private:
    Rest& rest_;
    std::optional<Error> failure_;
    unsigned empty_pages_ = 0;
};

/// Is this what Salesforce says, on a later page, of a cursor that is no more? (Of a 401 only the connection itself knows.)
bool is_lost_cursor(const Answer& answer);

/// Why nothing more is done for a call that was stopped.
Error explain_stop(const Rest& rest);

}  // namespace alysio::salesforce
