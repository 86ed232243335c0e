#include "sandbox_host/cli/text/table.hpp"

#include <algorithm>
#include <ostream>

namespace alysio::sandbox::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;

void put_blanks(std::ostream& out, std::size_t count) {
    for (; count > 0; --count) out << ' ';
}

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
    const auto put = [&](std::size_t column, std::string text, bool right, const std::string& link, bool heading) {
        text = cut_to(text, widths[column]);
        const auto blanks = widths[column] - display_width(text);
        const bool last = column + 1 == widths.size();
        if (column > 0) put_blanks(out, gap);
        if (right) put_blanks(out, blanks);
        out << (heading ? bold(text, style) : linked(text, link, style));
        if (!right && !last) put_blanks(out, blanks);
    };
    std::vector<bool> right;
    for (std::size_t column = 0; column < widths.size(); ++column) right.push_back(is_numeric(column));
    for (std::size_t column = 0; column < widths.size(); ++column)
        put(column, headings_[column], right[column], "", true);
    out << '\n';
    for (const auto& row : rows_) {
        for (std::size_t column = 0; column < widths.size(); ++column) {
            put(column, row[column].text, right[column], row[column].link, false);
        }
        out << '\n';
    }
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
