#pragma once

#include "sandbox_host/cli/text/terminal.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace alysio::sandbox::cli {

/// Rows under headings, columns as wide as they need to be, numbers to the right. On a terminal the widest columns give
/// way until a line fits the window; where they cannot, the rows stand one below the other, a line for each cell.
/// Elsewhere nothing is cut.
class Table {
  public:
    struct Cell {
        std::string text;  ///< made safe by add_row
        bool number = false;
        /// Hidden behind the text, or on a line of its own below the row where the terminal cannot do that.
        std::string link = {};
    };

    explicit Table(std::vector<std::string> headings);

    /// Its texts are of no use in part, as ids and names: they are never cut. (Headings are not, either.)
    void keep_whole(std::size_t column);

    /// Missing cells at the end are empty. `below`: lines that stand below the row, indented; they are safe.
    void add_row(std::vector<Cell> cells, std::string below = "");
    void print(std::ostream& out, const Style& style) const;

    bool empty() const { return rows_.empty(); }

    /// How far to the right lines below a row begin.
    static constexpr std::size_t indentation = 4;

  private:
    struct Row {
        std::vector<Cell> cells;
        std::string below;
    };

    std::vector<std::size_t> full_widths() const;
    std::vector<std::size_t> least_widths(std::vector<std::size_t> full) const;
    void print_rows(std::ostream& out, std::vector<std::size_t> widths, const Style& style) const;
    void print_records(std::ostream& out, const Style& style) const;
    static void print_below(std::ostream& out, const Row& row, const Style& style);
    bool is_numeric(std::size_t column) const;

    std::vector<std::string> headings_;
    std::vector<bool> whole_;
    std::vector<Row> rows_;
};

}  // namespace alysio::sandbox::cli
