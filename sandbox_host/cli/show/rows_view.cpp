#include "sandbox_host/cli/show/rows_view.hpp"

#include "sandbox_host/cli/show/result_shape.hpp"
#include "sandbox_host/cli/text/table.hpp"

#include <algorithm>
#include <ostream>

namespace alysio::sandbox::cli {
namespace {

using Row = std::vector<std::pair<std::string, Json>>;

const Json* value_of(const Row& row, const std::string& key) {
    const auto found = std::find_if(row.begin(), row.end(), [&](const auto& value) { return value.first == key; });
    return found == row.end() ? nullptr : &found->second;
}

// "string(255)", "currency(16,2)", "reference to account, contact"
std::string type_text(const Json& row) {
    auto text = text_at(row, "type");
    if (const auto targets = text_at(row, "reference_to"); !targets.empty()) return text + " to " + targets;
    if (row.contains("length")) return text + '(' + text_at(row, "length") + ')';
    if (row.contains("precision")) text += '(' + text_at(row, "precision") + ',' + text_at(row, "scale") + ')';
    return text;
}

std::string values_text(const Json& row) {
    const auto values = row.find("values");
    if (values == row.end() || !values->is_array()) return "";
    std::string text;
    for (const auto& value : *values) {
        text.append(text.empty() ? "" : ", ").append(value.is_object() ? text_at(value, "value") : value_text(value));
    }
    const auto count = row.find("value_count");
    const bool more = count != row.end() && count->is_number_unsigned() && count->get<std::size_t>() > values->size();
    return more ? text + ", … (" + count->dump() + " in all)" : text;
}

// "required, read only, not filterable": the members that are true.
std::string notes_text(const Json& row) {
    std::string text;
    for (const auto& [key, value] : row.items()) {
        if (!value.is_boolean() || !value.get<bool>()) continue;
        auto note = key;
        std::replace(note.begin(), note.end(), '_', ' ');
        text.append(text.empty() ? "" : ", ").append(note);
    }
    return text;
}

}  // namespace

void show_rows(std::ostream& out, const Json& rows, const Style& style) {
    std::vector<Row> flat;
    std::vector<std::string> columns;
    bool any_link = false;
    for (const auto& row : rows) {
        flat.push_back(row.is_object() ? flattened(row) : Row{{"value", row}});
        any_link = any_link || !link_of(row).empty();
        for (const auto& [key, value] : flat.back()) {
            if (std::find(columns.begin(), columns.end(), key) == columns.end()) columns.push_back(key);
        }
    }
    const auto name = named_column(columns);
    auto headings = columns;
    if (any_link && (!style.terminal || columns.empty())) headings.push_back("link");
    Table table{headings};
    auto values = flat.begin();
    for (const auto& row : rows) {
        const auto url = link_of(row);
        std::vector<Table::Cell> cells;
        for (std::size_t column = 0; column < columns.size(); ++column) {
            const auto* value = value_of(*values, columns[column]);
            cells.push_back({value ? value_text(*value) : "", value && value->is_number(), column == name ? url : ""});
        }
        if (headings.size() > columns.size()) cells.push_back({url, false, url});
        table.add_row(std::move(cells));
        ++values;
    }
    table.print(out, style);
}

void show_values(std::ostream& out, const std::vector<std::pair<std::string, Json>>& values, const Style& style) {
    std::size_t width = 0;
    for (const auto& [key, value] : values) width = std::max(width, display_width(safe_text(key)));
    for (const auto& [key, value] : values) {
        const auto name = safe_text(key);
        const auto blanks = width - display_width(name) + 2;
        out << bold(name, style) << std::string(blanks, ' ') << safe_text(value_text(value)) << '\n';
    }
}

void show_descriptions(std::ostream& out, const Json& rows, const Style& style) {
    Table table{{"name", "label", "type", "notes", "values"}};
    for (const auto& row : rows) {
        if (!row.is_object()) continue;
        table.add_row(
            {{text_at(row, "name")}, {text_at(row, "label")}, {type_text(row)}, {notes_text(row)}, {values_text(row)}});
    }
    table.print(out, style);
}

}  // namespace alysio::sandbox::cli
