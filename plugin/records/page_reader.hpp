#pragma once

#include "plugin/records/rows.hpp"

namespace alysio::salesforce::records {

class TokenIndex;

/// What stands before the rows of a page, told without reading the rest. A guess for deciding early what to do next: fields
/// keep their defaults where the page is laid out in another way than Salesforce does it.
struct PageHead {
    std::int64_t total_size = -1;
    std::string next_url;
};
PageHead peek_head(std::string_view page);
constexpr std::size_t enough_for_head = 512;  // of a page

/// Reads whole pages. Holds the parser's scratch memory, a few bytes per byte of the largest page seen, so one reader is
/// shared by all calls of an instance; it is never used across a suspension.
class PageReader {
  public:
    PageReader();
    ~PageReader();
    PageReader(PageReader&&) noexcept;
    PageReader& operator=(PageReader&&) noexcept;

    static constexpr std::size_t all_rows = SIZE_MAX;

    /// Appends up to `max_rows` rows of the page to `out` and the gaps in them to `gaps`. `page` may be given room at its
    /// end (the parser reads a few bytes past it), its text stays as it is.
    PageOutcome read(std::string& page, RowSink& sink, std::size_t max_rows, std::string& out, std::vector<Gap>& gaps);

    /// The same for a page of child rows, written so that `out` can be put in at `gap.offset`; the first `skip` rows are
    /// left out. Paths of the new gaps start with the gap's own.
    PageOutcome read_children(std::string& page, RowSink& sink, const Gap& gap, std::size_t skip, std::string& out,
                              std::vector<Gap>& gaps);

    /// Appends up to `max_rows` rows, as read() does, of a page that was read before: nothing behind them is looked at.
    void read_first(std::string& page, RowSink& sink, std::size_t max_rows, std::string& out);

    /// Appends a record that stands alone, as its own address answers it. False, with `out` unfinished, where it is none.
    bool read_record(std::string& record, RowSink& sink, std::string& out);

    /// The page of child rows under `relationship` in the only row of `page`; empty when it is not there.
    std::string child_page(std::string& page, std::string_view relationship);

  private:
    struct ReadOptions;
    PageOutcome read(std::string& page, const ReadOptions& options);
    bool walk(std::string& page, const ReadOptions& options, std::size_t first_row, PageOutcome& outcome);

    std::unique_ptr<TokenIndex> index_;
};

}  // namespace alysio::salesforce::records
