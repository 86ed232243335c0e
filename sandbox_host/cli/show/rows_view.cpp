#include "sandbox_host/cli/show/rows_view.hpp"

#include "sandbox_host/cli/show/result_shape.hpp"
#include "sandbox_host/cli/text/table.hpp"
#include "sandbox_host/cli/text/wrap.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <sstream>

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

// Keys stand in a row in the order that was asked for, but a row has no key for what it has no value of: a key that is
// new here belongs behind the one before it.
void add_columns(std::vector<std::string>& columns, const Row& row) {
    auto place = columns.begin();
    for (const auto& [key, value] : row) {
        auto found = std::find(columns.begin(), columns.end(), key);
        if (found == columns.end()) found = columns.insert(place, key);
        place = found + 1;
    }
}

std::set<std::string> columns_of_lists(const std::vector<Row>& rows) {
    std::set<std::string> lists;
    for (const auto& row : rows) {
        for (const auto& [key, value] : row) {
            if (is_list_of_objects(value)) lists.insert(key);
        }
    }
    return lists;
}

// Each with its name and its own table, in what room is left.
std::string lists_text(const Row& row, Style style) {
    if (style.width > 0) style.width = std::max<std::size_t>(style.width, 2 * Table::indentation) - Table::indentation;
    std::ostringstream out;
    for (const auto& [key, value] : row) {
        if (!is_list_of_objects(value)) continue;
        out << bold(safe_text(key), style) << '\n';
        show_rows(out, value, style);
    }
    return out.str();
}

}  // namespace

void show_rows(std::ostream& out, const Json& rows, const Style& style, const std::vector<std::string>& columns_given) {
    std::vector<Row> flat;
    auto columns = columns_given;
    bool any_link = false;
    for (const auto& row : rows) {
        flat.push_back(row.is_object() ? flattened(row) : Row{{"value", row}});
        any_link = any_link || !link_of(row).empty();
        add_columns(columns, flat.back());
    }
    const auto lists = columns_of_lists(flat);
    std::erase_if(columns, [&](const std::string& column) { return lists.contains(column); });

    const auto name = named_column(columns);
    auto headings = columns;
    if (any_link && (!style.terminal || columns.empty())) headings.push_back("link");
    Table table{headings};
    for (std::size_t column = 0; column < headings.size(); ++column) {
        if (is_id(headings[column]) || headings[column] == "link") table.keep_whole(column);
    }
    auto values = flat.begin();
    for (const auto& row : rows) {
        const auto url = link_of(row);
        std::vector<Table::Cell> cells;
        for (std::size_t column = 0; column < columns.size(); ++column) {
            const auto* value = value_of(*values, columns[column]);
            cells.push_back({value ? value_text(*value) : "", value && value->is_number(), column == name ? url : ""});
        }
        if (headings.size() > columns.size()) cells.push_back({url, false, url});
        table.add_row(std::move(cells), lists_text(*values, style));
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
    // What may be written is long, and of no use in part: in a window it stands below.
    const bool below = style.width > 0;
    std::vector<std::string> headings{"name", "label", "type", "notes"};
    if (!below) headings.emplace_back("values");
    Table table{headings};
    table.keep_whole(0);
    table.keep_whole(2);  // which objects a reference leads to
    for (const auto& row : rows) {
        if (!row.is_object()) continue;
        const auto values = values_text(row);
        std::vector<Table::Cell> cells{
            {text_at(row, "name")}, {text_at(row, "label")}, {type_text(row)}, {notes_text(row)}};
        if (!below) cells.push_back({values});
        const auto room = std::max(style.width, 2 * Table::indentation) - Table::indentation;
        table.add_row(std::move(cells), below && !values.empty() ? wrapped(safe_text(values), room, 0) : "");
    }
    table.print(out, style);
}

}  // namespace alysio::sandbox::cli
