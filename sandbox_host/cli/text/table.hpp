#pragma once

#include "sandbox_host/cli/text/terminal.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace alysio::sandbox::cli {

/// Rows under headings, columns as wide as they need to be, numbers to the right. On a terminal the widest columns give
/// way until a line fits the window; elsewhere nothing is cut.
class Table {
  public:
    struct Cell {
        std::string text;  ///< made safe by add_row
        bool number = false;
        std::string link = {};
    };

    explicit Table(std::vector<std::string> headings);

    /// Missing cells at the end are empty.
    void add_row(std::vector<Cell> cells);
    void print(std::ostream& out, const Style& style) const;

    bool empty() const { return rows_.empty(); }

  private:
    std::vector<std::size_t> widths(const Style& style) const;
    bool is_numeric(std::size_t column) const;

    std::vector<std::string> headings_;
    std::vector<std::vector<Cell>> rows_;
};

}  // namespace alysio::sandbox::cli
