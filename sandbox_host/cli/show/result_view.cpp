#include "sandbox_host/cli/show/result_view.hpp"

#include "sandbox_host/cli/show/rows_view.hpp"
#include "sandbox_host/cli/text/table.hpp"

#include <algorithm>
#include <ostream>

namespace alysio::sandbox::cli {
namespace {

// Takes a member out, so that what nobody showed is left.
Json take(Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return {};
    Json value = std::move(*found);
    object.erase(found);
    return value;
}

void show_link(std::ostream& out, const std::string& url, const Style& style) {
    if (!url.empty()) out << linked(safe_text(url), url, style) << '\n';
}

std::string count_text(const Json& count) {
    return count.is_number_unsigned() ? grouped(count.get<std::uint64_t>()) : value_text(count);
}

void show_query(std::ostream& out, Json& result, const Style& style) {
    const auto total = take(result, "total_size");
    const auto returned = take(result, "returned");
    const auto complete = take(result, "complete");
    const auto file = take(result, "file");
    take(result, "columns");
    const auto records = take(result, "records");
    const auto preview = take(result, "preview");
    const auto& rows = records.is_array() ? records : preview;
    if (rows.is_array() && !rows.empty()) show_rows(out, rows, style);
    auto summary = count_text(returned) + " of " + count_text(total) + " records";
    if (complete.is_boolean() && !complete.get<bool>()) summary += ", not all of them";
    if (preview.is_array() && !preview.empty()) summary += "; the first " + std::to_string(preview.size()) + " above";
    out << dim(summary, style) << '\n';
    if (file.is_object()) {
        out << safe_text(text_at(file, "path")) << "  (" << count_text(file.value("records", Json{})) << " records, "
            << count_text(file.value("bytes", Json{})) << " bytes of " << safe_text(text_at(file, "format")) << ")\n";
    }
}

void show_object(std::ostream& out, Json& result, const Style& style) {
    const auto object = take(result, "object");
    const auto fields = take(result, "fields");
    const auto fields_by_type = take(result, "fields_by_type");
    if (object.is_object()) show_values(out, flattened(object), style);
    out << '\n';
    if (fields.is_array()) show_fields(out, fields, style);
    if (fields_by_type.is_object()) show_values(out, flattened(fields_by_type), style);
    const auto returned = count_text(take(result, "returned"));
    const auto count = count_text(take(result, "field_count"));
    out << dim(returned + " of " + count + " fields", style) << '\n';
    if (const auto context = take(result, "context"); context.is_object()) {
        out << '\n' << bold("context", style) << '\n';
        show_values(out, flattened(context), style);
    }
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

void show_result(std::ostream& out, std::string_view json, const Style& style) {
    auto result = Json::parse(json, nullptr, false);
    if (!result.is_object()) {
        out << safe_text(json) << '\n';
        return;
    }
    const auto warnings = take(result, "warnings");
    const auto hint = take(result, "hint");
    if (result.contains("total_size")) {
        show_query(out, result, style);
    } else if (result.contains("fields") || result.contains("fields_by_type")) {
        show_object(out, result, style);
    } else if (result.contains("objects")) {
        show_rows(out, take(result, "objects"), style);
    } else {
        show_link(out, text_at(result, "record_url"), style);
        take(result, "record_url");
        if (const auto record = take(result, "record"); record.is_object()) {
            show_values(out, flattened(record), style);
            out << '\n';
        }
    }
    if (!result.empty()) show_rest(out, result, style);
    if (hint.is_string()) out << safe_text(value_text(hint)) << '\n';
    if (!warnings.is_array()) return;
    for (const auto& warning : warnings) out << bold("warning: ", style) << safe_text(value_text(warning)) << '\n';
}

void show_preview(std::ostream& out, std::string_view json, const Style& style, std::string_view how_to_do_it) {
    auto preview = Json::parse(json, nullptr, false);
    if (!preview.is_object()) {
        out << safe_text(json) << '\n';
        return;
    }
    out << bold(safe_text(text_at(preview, "title")), style) << '\n';
    show_link(out, text_at(preview, "location"), style);
    Table table{{"field", "now", "then"}};
    for (const auto& change : preview.value("changes", Json::array())) {
        if (!change.is_object()) continue;
        table.add_row({{text_at(change, "field")}, {text_at(change, "old")}, {text_at(change, "new")}});
    }
    if (!table.empty()) table.print(out, style);
    for (const auto& warning : preview.value("warnings", Json::array())) {
        out << bold("warning: ", style) << safe_text(value_text(warning)) << '\n';
    }
    out << dim("Nothing was changed: " + std::string(how_to_do_it) + ".", style) << '\n';
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
    if (const auto matches = error.value("matches", Json::array()); matches.is_array() && !matches.empty()) {
        show_rows(out, matches, style);
    }
    if (const auto partial = error.find("partial"); partial != error.end() && partial->is_object()) {
        out << "what came is kept in " << safe_text(text_at(*partial, "path")) << " ("
            << count_text(partial->value("records", Json{})) << " records)\n";
    }
}

}  // namespace alysio::sandbox::cli
