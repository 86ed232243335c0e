#include "sandbox_host/cli/text/table.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

namespace alysio::sandbox::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;

}  // namespace

Table::Table(std::vector<std::string> headings) : headings_(std::move(headings)) {
    for (auto& heading : headings_) heading = safe_text(heading);
}

void Table::add_row(std::vector<Cell> cells) {
    cells.resize(headings_.size());
    for (auto& cell : cells) cell.text = safe_text(cell.text);
    rows_.push_back(std::move(cells));
}

void Table::print(std::ostream& out, const Style& style) const {
    const auto widths = this->widths(style);
    std::vector<bool> right;
    for (std::size_t column = 0; column < widths.size(); ++column) right.push_back(is_numeric(column));

    const auto print_line = [&](const std::vector<Cell>& cells, bool heading) {
        std::size_t owed = 0;  // blanks that are written only when something follows
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const auto text = cut_to(cells[column].text, widths[column]);
            const auto blanks = widths[column] - display_width(text);
            if (right[column]) owed += blanks;
            if (!text.empty()) {
                out << std::string(std::exchange(owed, 0), ' ');
                out << (heading ? bold(text, style) : linked(text, cells[column].link, style));
            }
            owed += gap + (right[column] ? 0 : blanks);
        }
        out << '\n';
    };
    std::vector<Cell> headings;
    for (const auto& heading : headings_) headings.push_back({heading});
    print_line(headings, true);
    for (const auto& row : rows_) print_line(row, false);
}

std::vector<std::size_t> Table::widths(const Style& style) const {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < headings_.size(); ++column) {
        auto width = display_width(headings_[column]);
        for (const auto& row : rows_) width = std::max(width, display_width(row[column].text));
        widths.push_back(width);
    }
    if (style.width == 0) return widths;
    std::size_t total = gap * (widths.size() - (widths.empty() ? 0 : 1));
    for (const auto width : widths) total += width;
    while (total > style.width) {
        const auto widest = std::max_element(widths.begin(), widths.end());
        if (*widest <= narrowest) break;
        --*widest;
        --total;
    }
    return widths;
}

bool Table::is_numeric(std::size_t column) const {
    bool any = false;
    for (const auto& row : rows_) {
        if (row[column].text.empty()) continue;
        if (!row[column].number) return false;
        any = true;
    }
    return any;
}

}  // namespace alysio::sandbox::cli
