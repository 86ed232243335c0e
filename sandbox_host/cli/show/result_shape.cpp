#include "sandbox_host/cli/show/result_shape.hpp"

#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <algorithm>
#include <utility>

namespace alysio::sandbox::cli {
namespace {

// Takes a member out, so that what nobody asked for is left.
Json take(Json& object, const std::string& name) {
    const auto found = object.find(name);
    if (found == object.end()) return {};
    Json value = std::move(*found);
    object.erase(found);
    return value;
}

bool is_group(const Json& value) {
    return value.is_object() && !value.empty() && std::all_of(value.begin(), value.end(), [](const Json& names) {
               return names.is_array() &&
                      std::all_of(names.begin(), names.end(), [](const Json& name) { return name.is_string(); });
           });
}

bool holds_more_than_numbers(const Json& object) {
    return std::any_of(object.begin(), object.end(), [](const Json& value) { return !value.is_number(); });
}

// What the schema says of a result's members, in its order; and of a result without one, what the result has.
class Members {
  public:
    Members(const Json& schema, const Json& result) : result_(result) {
        if (const Json* properties = base::find_member(schema, "properties"); properties && properties->is_object()) {
            declared_ = *properties;
        }
        if (const Json* required = base::find_member(schema, "required"); required && required->is_array()) {
            required_ = *required;
        }
    }

    bool requires_member(const std::string& name) const {
        return std::find(required_.begin(), required_.end(), Json(name)) != required_.end();
    }

    // The first one that is an object, as the tool has it in general; "": none.
    std::string first_object() const {
        if (declared_.is_null()) {
            return first([&](const std::string&, const Json& value) { return value.is_object(); }, result_);
        }
        return first([&](const std::string&, const Json& schema) { return type_of(schema) == "object"; }, declared_);
    }

    // The first list of objects that this result has.
    std::string rows() const {
        const auto here = [&](const std::string& name, const Json&) {
            const Json* value = base::find_member(result_, name);
            return value != nullptr && is_list_of_objects(*value);
        };
        const auto name = declared_.is_null() ? "" : first(here, declared_);
        return name.empty() ? first(here, result_) : name;
    }

    // What rows of this tool are called, also where this result has none.
    std::string name_of_rows() const {
        const auto lists = [](const std::string&, const Json& schema) {
            const Json* items = base::find_member(schema, "items");
            return type_of(schema) == "array" && items != nullptr && type_of(*items) == "object";
        };
        if (auto name = declared_.is_null() ? "" : first(lists, declared_); !name.empty()) return name;
        const auto given = rows();
        return given.empty() ? "rows" : given;
    }

    // Whether the items of that list are declared to have a name and a type.
    bool describe(const std::string& rows) const {
        const Json* list = base::find_member(declared_, rows);
        const Json* items = list != nullptr ? base::find_member(*list, "items") : nullptr;
        const Json* members = items != nullptr ? base::find_member(*items, "properties") : nullptr;
        return members != nullptr && members->contains("name") && members->contains("type");
    }

    // The name of the count of everything: "total…", or "…_count" for what the result has to do with.
    std::string total() const {
        return first([](const std::string& name,
                        const Json& value) { return value.is_number() && (is_total(name) || is_count(name)); },
                     result_);
    }
    static bool is_total(std::string_view name) { return name.starts_with("total"); }
    static bool is_count(std::string_view name) { return name.ends_with("_count"); }

  private:
    static std::string_view type_of(const Json& schema) { return base::text_member(schema, "type"); }

    template <class Fits>
    static std::string first(const Fits& fits, const Json& object) {
        for (const auto& [name, value] : object.items()) {
            if (fits(name, value)) return name;
        }
        return "";
    }

    const Json& result_;
    Json declared_;
    Json required_ = Json::array();
};

std::optional<ResultShape::Counts> take_counts(Json& result, const Members& members) {
    const auto total = members.total();
    const Json* returned = base::find_member(result, "returned");
    if (total.empty() || returned == nullptr || !returned->is_number()) return std::nullopt;
    ResultShape::Counts counts;
    counts.what = Members::is_count(total) ? total.substr(0, total.size() - 6) + "s" : members.name_of_rows();
    counts.total = take(result, total);
    counts.returned = take(result, "returned");
    if (const Json complete = take(result, "complete"); complete.is_boolean()) counts.complete = complete.get<bool>();
    return counts;
}

// Links stand behind other columns.
std::vector<std::string> take_columns(Json& result) {
    std::vector<std::string> columns;
    if (const Json names = take(result, "columns"); names.is_array()) {
        for (const Json& name : names) {
            if (auto text = value_text(name); text != "url" && !text.ends_with("_url"))
                columns.push_back(std::move(text));
        }
    }
    return columns;
}

}  // namespace

bool is_link(std::string_view name, const Json& value) {
    if (name != "url" && !name.ends_with("_url")) return false;
    const auto* address = value.get_ptr<const std::string*>();
    return address != nullptr && (address->starts_with("https://") || address->starts_with("http://"));
}

std::string link_of(const Json& object) {
    if (!object.is_object()) return "";
    for (const auto& [name, value] : object.items()) {
        if (is_link(name, value)) return value.get<std::string>();
    }
    return "";
}

bool is_list_of_objects(const Json& value) {
    return value.is_array() && !value.empty() && value.front().is_object();
}

bool is_id(std::string_view column) {
    return base::equal_ignoring_case(column, "id") || column.ends_with("Id") || column.ends_with("_id");
}

bool is_file(const Json& value) {
    return base::find_text(value, "path") != nullptr;
}

std::size_t named_column(const std::vector<std::string>& columns) {
    const auto is_name = [](const std::string& column) { return base::equal_ignoring_case(column, "name"); };
    const auto is_no_id = [](const std::string& column) { return !is_id(column); };
    auto found = std::find_if(columns.begin(), columns.end(), is_name);
    if (found == columns.end()) found = std::find_if(columns.begin(), columns.end(), is_no_id);
    return found == columns.end() ? 0 : static_cast<std::size_t>(found - columns.begin());
}

ResultShape shape_of(Json result, const Json& output_schema) {
    ResultShape shape;
    const Json whole = result;
    const Members members(output_schema, whole);

    if (const Json warnings = take(result, "warnings"); warnings.is_array()) {
        for (const Json& warning : warnings) shape.warnings.push_back(value_text(warning));
    }
    if (const Json hint = take(result, "hint"); hint.is_string()) shape.hint = hint.get<std::string>();
    shape.counts = take_counts(result, members);
    if (shape.counts) shape.columns = take_columns(result);

    if (const auto rows = members.rows(); !rows.empty()) {
        shape.rows_describe = members.describe(rows);
        shape.rows = take(result, rows);
    }
    if (const auto first = members.first_object(); result.contains(first)) {
        const Json& object = result[first];
        if (object.is_object() && !is_file(object) && !is_group(object) && holds_more_than_numbers(object)) {
            shape.subject = take(result, first);
        }
    }
    for (auto& [name, value] : result.items()) {
        if (shape.link.empty() && is_link(name, value)) {
            shape.link = value.get<std::string>();
        } else if (shape.file.is_null() && is_file(value)) {
            shape.file = std::move(value);
        } else if (is_group(value)) {
            shape.groups.push_back(std::move(value));
        } else if (value.is_object() && !shape.subject.is_null() && members.requires_member(name)) {
            shape.sections.push_back({name, std::move(value)});
        } else if (!(shape.counts && value.is_array() && value.empty())) {  // a list without rows is counted
            shape.rest[name] = std::move(value);
        }
    }
    if (shape.link.empty()) shape.link = link_of(shape.subject);
    return shape;
}

}  // namespace alysio::sandbox::cli
