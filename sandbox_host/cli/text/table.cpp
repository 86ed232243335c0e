#include "sandbox_host/cli/text/table.hpp"

#include "sandbox_host/cli/text/wrap.hpp"

#include <algorithm>
#include <numeric>
#include <ostream>
#include <utility>

namespace alysio::sandbox::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;

std::size_t line_width(const std::vector<std::size_t>& widths) {
    const auto gaps = widths.empty() ? 0 : gap * (widths.size() - 1);
    return std::accumulate(widths.begin(), widths.end(), gaps);
}

// The widest that still may give way does, until a line fits.
std::vector<std::size_t> narrowed(std::vector<std::size_t> widths, const std::vector<std::size_t>& least,
                                  std::size_t room) {
    for (auto total = line_width(widths); total > room; --total) {
        std::size_t widest = widths.size();
        for (std::size_t column = 0; column < widths.size(); ++column) {
            if (widths[column] > least[column] && (widest == widths.size() || widths[column] > widths[widest])) {
                widest = column;
            }
        }
        --widths[widest];
    }
    return widths;
}

}  // namespace

Table::Table(std::vector<std::string> headings) : headings_(std::move(headings)), whole_(headings_.size()) {
    for (auto& heading : headings_) heading = safe_text(heading);
}

void Table::keep_whole(std::size_t column) {
    whole_[column] = true;
}

void Table::add_row(std::vector<Cell> cells, std::string below) {
    cells.resize(headings_.size());
    for (auto& cell : cells) cell.text = safe_text(cell.text);
    rows_.push_back({std::move(cells), std::move(below)});
}

void Table::print(std::ostream& out, const Style& style) const {
    auto full = full_widths();
    if (style.width == 0 || line_width(full) <= style.width) return print_rows(out, std::move(full), style);
    const auto least = least_widths(full);
    if (line_width(least) > style.width) return print_records(out, style);
    print_rows(out, narrowed(std::move(full), least, style.width), style);
}

void Table::print_rows(std::ostream& out, std::vector<std::size_t> widths, const Style& style) const {
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
    if (!headings.empty()) print_line(headings, true);
    for (const auto& row : rows_) {
        print_line(row.cells, false);
        print_below(out, row, style);
    }
}

void Table::print_records(std::ostream& out, const Style& style) const {
    std::size_t column = 0;
    for (const auto& heading : headings_) column = std::max(column, display_width(heading));
    column += gap;
    std::size_t number = 0;
    for (const auto& row : rows_) {
        const auto title = "-[ " + std::to_string(++number) + " ]";
        const auto rule = std::min<std::size_t>(style.width, 40);
        out << dim(title + std::string(rule - std::min(rule, title.size()), '-'), style) << '\n';
        for (std::size_t at = 0; at < row.cells.size(); ++at) {
            const auto& cell = row.cells[at];
            out << bold(headings_[at], style);
            if (!cell.text.empty()) {
                const auto text = wrapped(cell.text, style.width, column);
                out << std::string(column - display_width(headings_[at]), ' ');
                out << (text.find('\n') == text.npos ? linked(text, cell.link, style) : text);
            }
            out << '\n';
        }
        print_below(out, row, style);
    }
}

void Table::print_below(std::ostream& out, const Row& row, const Style& style) {
    for (const auto& cell : row.cells) {
        if (style.terminal && !style.links && !cell.link.empty() && cell.text != cell.link) {
            out << indented(dim(safe_text(cell.link), style), indentation);
        }
    }
    out << indented(row.below, indentation);
}

std::vector<std::size_t> Table::full_widths() const {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < headings_.size(); ++column) {
        auto width = display_width(headings_[column]);
        for (const auto& row : rows_) width = std::max(width, display_width(row.cells[column].text));
        widths.push_back(width);
    }
    return widths;
}

std::vector<std::size_t> Table::least_widths(std::vector<std::size_t> full) const {
    for (std::size_t column = 0; column < full.size(); ++column) {
        if (whole_[column] || is_numeric(column)) continue;
        full[column] = std::min(full[column], std::max(narrowest, display_width(headings_[column])));
    }
    return full;
}

bool Table::is_numeric(std::size_t column) const {
    bool any = false;
    for (const auto& row : rows_) {
        if (row.cells[column].text.empty()) continue;
        if (!row.cells[column].number) return false;
        any = true;
    }
    return any;
}

}  // namespace alysio::sandbox::cli
