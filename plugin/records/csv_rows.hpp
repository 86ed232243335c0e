#pragma once

#include "plugin/records/rows.hpp"
#include "plugin/records/soql_outline.hpp"

namespace alysio::salesforce::records {

/// RFC 4180: one header, CRLF after each record, parents flattened to `Account.Name`, subqueries and compounds as a JSON
/// cell, `record_url` last. The header comes from the SELECT list, since row 1 may lack a parent; only FIELDS() has to
/// wait for it. Text that a spreadsheet would run as a formula is made harmless, and counted (csv_text.hpp).
class Csv final : public RowSink {
  public:
    Csv(const std::vector<Column>& columns, LinkPolicy links, const Subqueries* subqueries = nullptr);

    bool row(RowInput& input) override;
    bool child_row(RowInput& input, bool first) override;
    void finish(std::string& out) override;

    /// The header, as far as it is known: with FIELDS() only after the first row.
    std::vector<std::string> header() const;

    std::size_t neutralised() const { return neutralised_; }

    /// Fields that came but have no column, dotted, without repetition.
    const std::vector<std::string>& unplaced() const { return unplaced_; }

  private:
    static constexpr std::size_t none = SIZE_MAX;

    /// A name on the way to a column: "Account" with the children "Name" and "Industry".
    struct Node {
        std::string name;
        std::size_t column = none;
        std::size_t link_column = none;  // of the record this node stands for
        std::vector<Node> children;
    };

    struct Cell {
        enum class Kind { empty, scalar, text, escaped_text, json, link };
        Kind kind = Kind::empty;
        std::string_view token;  // scalar, text: in the page
        std::size_t from = 0;    // json, link: in scratch_
        std::size_t to = 0;
        std::size_t gap_from = 0;  // json: in scratch_gaps_
        std::size_t gap_to = 0;
    };

    class CellFiller;

    std::size_t add_column(std::string name);
    std::size_t add_path(std::string_view path);
    void add_parent_links(Node& node, const std::string& path);
    void append_header(std::string& out);
    void append_cells(RowInput& input);
    void append_text(std::string_view text, std::string& out);
    void append_json(const Cell& cell, RowInput& input);
    void note_unplaced(std::string name);

    LinkPolicy links_;
    const Subqueries* subqueries_;  // borrowed
    Node root_;
    std::vector<std::string> names_;  // by column
    std::vector<std::size_t> order_;  // columns as they stand in the file
    std::size_t open_at_ = none;      // where in order_ the fields of FIELDS() go
    bool header_written_ = false;
    std::vector<std::size_t> loose_;  // columns that rows may name without their parent
    std::size_t neutralised_ = 0;
    std::vector<std::string> unplaced_;

    // Per row; kept for their memory.
    std::vector<Cell> cells_;
    std::string scratch_;
    std::vector<Gap> scratch_gaps_;
    std::string decoded_;
};

}  // namespace alysio::salesforce::records
