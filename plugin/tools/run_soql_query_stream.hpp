#pragma once

#include "plugin/records/soql_outline.hpp"
#include "plugin/tools/run_soql_query_children.hpp"
#include "plugin/tools/run_soql_query_fetcher.hpp"
#include "plugin/tools/run_soql_query_output.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace alysio::salesforce {

/// All rows of one query, page after page, and the child rows that each page left out, put where they belong.
///
/// The next page is under way while the current one is written, unless child rows must be fetched in between; from a
/// server that takes its time it is asked for even sooner, once the head of the current one says where it is. So two pages
/// are held at most.
class QueryStream {
  public:
    QueryStream(Rest& rest, const records::Outline& outline, QueryOutput& output, std::uint64_t max_rows);

    /// Until the last row, max_rows, or a failure. False: see failure(), or the output's. What was written then is whole
    /// rows, rows() of them.
    Task<bool> run();

    /// Of the whole query, whatever max_records says.
    std::uint64_t total() const { return total_ < 0 ? rows_ : static_cast<std::uint64_t>(total_); }
    std::uint64_t rows() const { return rows_; }

    /// Every row and every child row that the query has is there.
    bool complete() const;

    std::vector<std::string> warnings() const;

    const std::optional<Error>& failure() const { return fetcher_.failure(); }

  private:
    sdk::Call& call() const { return fetcher_.call(); }
    void start_next(const std::string& next_url);
    void start_next_early(const records::PageHead& head);
    void reuse_buffer();
    Task<bool> take_page(std::string page);
    Task<bool> go_on_after(const Answer& answer);
    void tell_progress();

    PageFetcher fetcher_;
    const records::Outline& outline_;
    QueryOutput& output_;
    ChildRows children_;
    std::uint64_t max_rows_;

    PageFetcher::FetchPointer next_;  // page of the query
    PageRows page_rows_;              // of the page at hand; kept for its memory
    std::string reusable_;            // memory of a page that was read, for the next one

    bool first_page_ = true;
    bool done_ = false;
    std::int64_t total_ = -1;
    std::uint64_t rows_ = 0;
    std::string last_id_;
    std::string last_url_;
    std::uint64_t rows_at_last_loss_ = UINT64_MAX;
    std::uint64_t last_progress_ns_ = 0;
};

}  // namespace alysio::salesforce
