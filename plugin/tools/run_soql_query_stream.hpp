#pragma once

#include "plugin/records/soql_outline.hpp"
#include "plugin/salesforce/account.hpp"
#include "plugin/salesforce/rest.hpp"
#include "plugin/tools/run_soql_query_output.hpp"

#include <alysio/sdk/http.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alysio::salesforce {

/// All rows of one query, page after page, and the child rows that each page left out, put where they belong.
///
/// The next page is under way while the current one is written, unless child rows must be fetched in between; from a
/// server that takes its time it is asked for even sooner, once the head of the current one says where it is. So two pages
/// are held at most. Salesforce keeps a cursor for each unfinished result: paging goes on only in as many places
/// at once as Account::cursors allows. A query holds one permit from its first request to its last page, and its child
/// pages go under the same one; a second place is used for looking ahead to the next child result while it is free.
class QueryStream {
  public:
    QueryStream(Rest& rest, Account& account, const records::Outline& outline, QueryOutput& output,
                std::uint64_t max_rows);

    /// Until the last row, max_rows, or a failure. False: see failure(), or the output's. What was written then is whole
    /// rows, rows() of them.
    Task<bool> run();

    /// Of the whole query, whatever max_records says.
    std::uint64_t total() const { return total_ < 0 ? rows_ : static_cast<std::uint64_t>(total_); }
    std::uint64_t rows() const { return rows_; }

    /// Every row and every child row that the query has is there.
    bool complete() const;

    std::vector<std::string> warnings() const;

    const std::optional<Error>& failure() const { return failure_; }

  private:
    /// A request under way.
    struct Fetch {
        Fetch(sdk::Call& call, Request request_)
            : request(std::move(request_)), exchange(call, request.http), started_ns(call.core().now_ns()) {}
        Request request;
        sdk::HttpExchange exchange;
        std::uint64_t started_ns;
    };
    using FetchPointer = std::unique_ptr<Fetch>;

    /// The first page of a child result that is not yet its turn.
    struct Ahead {
        std::string next_url;
        FetchPointer fetch;
        sdk::Semaphore::Permit permit;
    };

    /// A page of child rows, the first of which are known already.
    struct ChildPage {
        ChildPage() = default;
        std::string text;
        std::size_t rows_before = 0;
    };

    sdk::Call& call() const { return rest_.call(); }
    FetchPointer start(Request request);
    FetchPointer start_page(const std::string& next_url);
    void start_next(const std::string& next_url);
    void start_next_early(const records::PageHead& head);
    void lend_memory();
    Task<bool> take_page(std::string page);
    Task<bool> go_on_after(const Answer& answer, const Asked& asked);

    Task<bool> write(const Portion& portion);
    Task<bool> fill(const Portion& portion, std::size_t index);
    FetchPointer fetch_of(const records::Gap& gap);
    void look_ahead(const Portion& portion, std::size_t index);
    Task<ChildPage> ask_again(const records::Gap& gap);
    void give_up(const records::Gap& gap);

    Task<bool> let_others_run();
    bool fail_if_stopped();
    void tell_progress();
    void fail(Error error);
    void fail_at(const records::Fault& fault);

    Rest& rest_;
    Account& account_;
    const records::Outline& outline_;
    QueryOutput& output_;
    std::uint64_t max_rows_;

    sdk::Semaphore::Permit cursor_;
    FetchPointer next_;  // page of the query
    std::optional<Ahead> ahead_;
    Portion portion_;    // of the page at hand; kept for its memory
    std::string spare_;  // memory of a page that was read, for the next one

    bool first_page_ = true;
    bool done_ = false;
    std::int64_t total_ = -1;
    std::uint64_t rows_ = 0;
    std::string last_id_;
    std::string last_url_;
    std::uint64_t rows_at_last_loss_ = UINT64_MAX;
    std::uint64_t last_progress_ns_ = 0;
    std::vector<std::string> parents_cut_short_;  // whose child rows could not be fetched
    std::int64_t children_missing_ = 0;           // theirs, as far as Salesforce told how many there are
    std::optional<Error> failure_;
};

/// Is this what Salesforce says of a cursor that is no more? (Of a 401 only the connection itself knows.)
bool is_lost_cursor(const Answer& answer);

/// Why nothing more is done for a call that was stopped.
Error explain_stop(const Rest& rest);

/// Can the query leave a cursor open in Salesforce? One small page, a count and groups cannot.
bool needs_cursor(const records::Outline& outline);

}  // namespace alysio::salesforce
