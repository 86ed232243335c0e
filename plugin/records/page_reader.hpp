#pragma once

#include "plugin/records/rows.hpp"

namespace alysio::salesforce::records {

// Reads whole pages. Holds the parser's scratch memory, a few bytes per byte of the largest page seen, so one reader is
// shared by all calls of an instance; it is never used across a suspension.
class PageReader {
  public:
    PageReader();
    ~PageReader();
    PageReader(PageReader&&) noexcept;
    PageReader& operator=(PageReader&&) noexcept;

    static constexpr std::size_t all_rows = SIZE_MAX;

    // Appends up to `max_rows` rows of the page to `out` and the gaps in them to `gaps`. `page` may be given room at its
    // end (the parser reads a few bytes past it), its text stays as it is.
    PageOutcome read(std::string& page, RowSink& sink, std::size_t max_rows, std::string& out, std::vector<Gap>& gaps);

    // The same for a page of child rows, written so that `out` can be put in at `gap.offset`. Paths of the new gaps
    // start with the gap's own.
    PageOutcome read_children(std::string& page, RowSink& sink, const Gap& gap, std::string& out,
                              std::vector<Gap>& gaps);

  private:
    struct Parser;
    struct Request;
    PageOutcome read(std::string& page, const Request& request);
    bool walk(std::string& page, const Request& request, std::size_t first_row, PageOutcome& outcome);

    std::unique_ptr<Parser> parser_;
};

}  // namespace alysio::salesforce::records
