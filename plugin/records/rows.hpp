/// The words of the record stream: a page of a query's answer goes in as bytes, rows come out as bytes in one of three
/// forms (inline JSON, JSON Lines, CSV). Nothing here waits, allocates per row or knows about requests.
///
///     GET /query -> {"totalSize":…,"done":…,"nextRecordsUrl":…,"records":[…]}      one page, held whole
///     PageReader::read(page, sink, …) appends the page's rows to a buffer          "{"Name":"Acme",…}\n" …
///     and names the gaps: places where child rows are missing that further pages hold.
///
/// Ownership: everything is borrowed until the function returns, unless it says otherwise. Threads: none of it is
/// shared between threads; one PageReader serves all calls of an instance, one sink serves one result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::salesforce::records {

/// Which records get a `record_url` as their last member.
enum class LinkScope {
    rows,  // the rows of the query and of its subqueries
    all,   // parents too
    none,
};

class LinkMaker {
  public:
    virtual ~LinkMaker() = default;

    /// Appends the address at which people open the record: text that needs no escape in JSON. False, with nothing
    /// appended, where the record has no page. `document_id` is the ContentDocumentId of a ContentVersion that has it.
    virtual bool append_link(std::string_view object, std::string_view id, std::string_view document_id,
                             std::string& out) const = 0;
};

struct LinkPolicy {
    LinkScope scope = LinkScope::none;
    const LinkMaker* maker = nullptr;  // may be null with LinkScope::none
};

/// A place in the output where rows of an unfinished child result belong. The offset grows from gap to gap.
struct Gap {
    std::size_t offset = 0;   // into the output buffer
    std::string next_url;     // nextRecordsUrl of the child result
    std::string path;         // relationship names from the top-level row down, dotted: "Contacts", "Contacts.Cases"
    std::string object;       // of the row the children belong to, from its attributes.url; empty = unknown
    std::string id;           // the same row's Id
    std::size_t rows = 0;     // children that stand before the gap
    std::string last_id;      // Id of the last of them
    std::int64_t total = -1;  // totalSize of the child result
};

/// Where a page stops being a query's answer.
struct PageFault {
    std::size_t offset = 0;  // byte in the page; its size where the page ends too early
    std::string_view what;   // static text
};

struct PageOutcome {
    std::int64_t total_size = -1;  // -1 = the page does not say
    bool done = true;
    std::string next_url;            // nextRecordsUrl, empty on the last page
    std::size_t rows = 0;            // appended by this read
    std::string last_id;             // Id of the last row appended; empty = unknown
    std::optional<PageFault> fault;  // the rows before it were appended all the same
};

struct RowInput;  // one row of the page as the parser shows it (row_input.hpp)

/// Turns rows into bytes. Made for one result; keeps what must be known from row to row (a header, counters).
class RowSink {
  public:
    virtual ~RowSink() = default;

    /// Appends one row of the query. False = malformed; the caller takes back what was appended.
    virtual bool row(RowInput& input) = 0;

    /// Appends one row of a child page in the form that fits a gap of this sink, `first` when no child row is before it.
    virtual bool child_row(RowInput& input, bool first) = 0;

    /// Appends what must stand there even when no row came.
    virtual void finish(std::string& out) = 0;
};

}  // namespace alysio::salesforce::records
