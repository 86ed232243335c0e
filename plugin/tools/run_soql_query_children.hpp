#pragma once

#include "plugin/records/soql_outline.hpp"
#include "plugin/tools/run_soql_query_fetcher.hpp"
#include "plugin/tools/run_soql_query_output.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace alysio::salesforce {

/// The child rows that Salesforce gives on pages of their own, put into the gaps of the rows they belong to. The next
/// child result is asked for while the one at hand is read.
class ChildRows {
  public:
    ChildRows(PageFetcher& fetcher, const records::Outline& outline, QueryOutput& output)
        : fetcher_(fetcher), outline_(outline), output_(output) {}

    /// Writes rows with their gaps filled. Once something failed, the rest is written without them: its rows are then cut
    /// short, but whole as text. False: it can't be written.
    Task<bool> write(const PageRows& rows);

    /// Every child row that was asked for is there.
    bool complete() const { return parents_cut_short_.empty(); }

    /// Names the parents whose child rows could not be fetched.
    std::vector<std::string> warnings() const;

  private:
    using FetchPointer = PageFetcher::FetchPointer;

    /// The first page of a child result that is not yet its turn.
    struct Ahead {
        std::string next_url;
        FetchPointer fetch;
    };

    /// A page of child rows, the first of which are known already.
    struct ChildPage {
        ChildPage() = default;
        std::string text;
        std::size_t rows_before = 0;
    };

    Task<bool> fill(const PageRows& rows, std::size_t index);
    FetchPointer fetch_of(const records::Gap& gap);
    void look_ahead(const PageRows& rows, std::size_t index);
    Task<ChildPage> ask_again(const records::Gap& gap);
    void give_up(const records::Gap& gap);

    PageFetcher& fetcher_;
    const records::Outline& outline_;
    QueryOutput& output_;

    std::optional<Ahead> ahead_;
    std::vector<std::string> parents_cut_short_;  // whose child rows could not be fetched
    std::int64_t missing_ = 0;                    // theirs, as far as Salesforce told how many there are
};

}  // namespace alysio::salesforce
