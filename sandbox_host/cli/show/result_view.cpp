#include "sandbox_host/cli/show/result_view.hpp"

#include "sandbox_host/cli/show/result_shape.hpp"
#include "sandbox_host/cli/show/rows_view.hpp"
#include "sandbox_host/cli/text/table.hpp"

#include <ostream>
#include <utility>
#include <vector>

namespace alysio::sandbox::cli {
namespace {

void show_warnings(std::ostream& out, const std::vector<std::string>& warnings, const Style& style) {
    for (const auto& warning : warnings) out << bold("warning: ", style) << safe_text(warning) << '\n';
}

void show_link(std::ostream& out, const std::string& url, const Style& style) {
    if (!url.empty()) out << linked(safe_text(url), url, style) << '\n';
}

std::string count_text(const Json& count) {
    return count.is_number_unsigned() ? grouped(count.get<std::uint64_t>()) : value_text(count);
}

std::string summary(const ResultShape& shape) {
    auto text =
        count_text(shape.counts->returned) + " of " + count_text(shape.counts->total) + ' ' + shape.counts->what;
    if (!shape.counts->complete) text += ", not all of them";
    if (shape.file.is_object() && !shape.rows.is_null()) {
        text += "; the first " + std::to_string(shape.rows.size()) + " above";
    }
    return text;
}

// Nothing but how many there are was asked for: the number alone, for people and for $(…).
bool is_only_a_count(const ResultShape& shape) {
    return shape.counts && shape.rows.is_null() && shape.columns.empty() && shape.groups.empty() &&
           shape.counts->returned == 0 && shape.counts->complete;
}

void show_file(std::ostream& out, const ResultShape& shape) {
    const auto& file = shape.file;
    const auto what = shape.counts ? shape.counts->what : "rows";
    out << safe_text(text_at(file, "path")) << "  (" << count_text(file.value("records", Json{})) << ' ' << what << ", "
        << count_text(file.value("bytes", Json{})) << " bytes of " << safe_text(text_at(file, "format")) << ")\n";
}

// Lists and nested objects that no view knows, then the plain values.
void show_rest(std::ostream& out, const Json& rest, const Style& style) {
    std::vector<std::pair<std::string, Json>> values;
    for (const auto& [key, value] : rest.items()) {
        if (value.is_array() && !value.empty() && value.front().is_object()) {
            out << '\n' << bold(safe_text(key), style) << '\n';
            show_rows(out, value, style);
        } else if (value.is_object()) {
            for (auto& inner : flattened(value)) values.emplace_back(key + '.' + inner.first, std::move(inner.second));
        } else {
            values.emplace_back(key, value);
        }
    }
    show_values(out, values, style);
}

}  // namespace

void show_result(std::ostream& out, std::string_view json, std::string_view output_schema, const Style& style) {
    auto result = Json::parse(json, nullptr, false);
    if (!result.is_object()) {
        out << safe_text(json) << '\n';
        return;
    }
    const auto shape = shape_of(std::move(result), Json::parse(output_schema, nullptr, false));
    show_link(out, shape.link, style);
    if (shape.subject.is_object()) {
        show_values(out, flattened(shape.subject), style);
        out << '\n';
    }
    if (shape.rows_describe) {
        show_descriptions(out, shape.rows, style);
    } else if (!shape.rows.is_null() || !shape.columns.empty()) {
        show_rows(out, shape.rows, style, shape.columns);
    }
    for (const auto& group : shape.groups) show_values(out, flattened(group), style);
    if (is_only_a_count(shape)) {
        out << safe_text(value_text(shape.counts->total)) << '\n';
    } else if (shape.counts) {
        out << dim(safe_text(summary(shape)), style) << '\n';
    }
    if (shape.file.is_object()) show_file(out, shape);
    for (const auto& [name, value] : shape.sections) {
        out << '\n' << bold(safe_text(name), style) << '\n';
        show_values(out, flattened(value), style);
    }
    show_rest(out, shape.rest, style);
    if (!shape.hint.empty()) out << safe_text(shape.hint) << '\n';
    show_warnings(out, shape.warnings, style);
}

void show_preview(std::ostream& out, std::string_view json, const Style& style, std::string_view closing) {
    auto preview = Json::parse(json, nullptr, false);
    if (!preview.is_object()) {
        out << safe_text(json) << '\n';
        return;
    }
    out << bold(safe_text(text_at(preview, "title")), style) << '\n';
    show_link(out, text_at(preview, "location"), style);
    Table table{{"field", "now", "then"}};
    table.keep_whole(0);
    for (const auto& change : preview.value("changes", Json::array())) {
        if (!change.is_object()) continue;
        table.add_row({{text_at(change, "field")}, {text_at(change, "old")}, {text_at(change, "new")}});
    }
    if (!table.empty()) table.print(out, style);
    std::vector<std::string> warnings;
    for (const auto& warning : preview.value("warnings", Json::array())) warnings.push_back(value_text(warning));
    show_warnings(out, warnings, style);
    out << dim(closing, style) << '\n';
}

void show_error(std::ostream& out, std::string_view json, const Style& style) {
    const auto document = Json::parse(json, nullptr, false);
    const auto found = document.is_object() ? document.find("error") : document.end();
    if (!document.is_object() || found == document.end() || !found->is_object()) {
        out << safe_text(json) << '\n';
        return;
    }
    const auto& error = *found;
    out << red(bold(safe_text(text_at(error, "code")), style), style) << ": " << safe_text(text_at(error, "message"))
        << '\n';
    for (const auto& violation : error.value("violations", Json::array())) {
        if (violation.is_object()) {
            out << "  " << safe_text(text_at(violation, "pointer")) << "  " << safe_text(text_at(violation, "message"))
                << '\n';
        }
    }
    if (const auto guidance = text_at(error, "guidance"); !guidance.empty()) out << safe_text(guidance) << '\n';
    if (const auto names = text_at(error, "did_you_mean"); !names.empty()) {
        out << "did you mean: " << safe_text(names) << '\n';
    }
    if (const auto fields = text_at(error, "fields"); !fields.empty()) out << "fields: " << safe_text(fields) << '\n';
    for (const auto& [name, value] : error.items()) {
        if (name != "violations" && value.is_array() && !value.empty() && value.front().is_object()) {
            show_rows(out, value, style);
        }
        if (is_file(value)) {
            out << "what came is kept in " << safe_text(text_at(value, "path")) << " ("
                << count_text(value.value("records", Json{})) << " records)\n";
        }
    }
}

}  // namespace alysio::sandbox::cli
