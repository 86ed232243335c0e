#include "plugin/salesforce/quoted_data.hpp"
#include "plugin/salesforce/suggest.hpp"
#include "plugin/salesforce/user_context.hpp"
#include "plugin/tools/account_links.hpp"
#include "plugin/tools/arguments.hpp"
#include "plugin/tools/field_json.hpp"
#include "plugin/tools/suggestions.hpp"

#include <alysio/base/json_member.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alysio::salesforce {

using sdk::Json;

namespace {

constexpr std::size_t result_bytes = 20'000;
constexpr std::size_t narrowed_bytes = 40'000;  // somebody asked for just these
constexpr std::size_t names_at_once = 200;
constexpr std::size_t objects_at_once = 50;

using Fields = std::vector<const Field*>;

std::size_t offset_argument(const Json& arguments) {
    const auto found = arguments.find("offset");
    return found != arguments.end() ? static_cast<std::size_t>(found->get<double>()) : 0;
}

bool includes(const Json& arguments, std::string_view part) {
    const std::vector<std::string> parts = string_list(arguments, "include");
    return std::find(parts.begin(), parts.end(), part) != parts.end();
}

Json object_json(const Describe& object) {
    Json json;
    json["name"] = object.name;
    json["label"] = object.label;
    if (!object.key_prefix.empty()) json["key_prefix"] = object.key_prefix;
    json["can"] = Json::array();
    if (object.queryable) json["can"].push_back("query");
    if (object.createable) json["can"].push_back("create");
    if (object.updateable) json["can"].push_back("update");
    return json;
}

// The fields that were asked for by name, unknown names apart.
Fields named_fields(const Describe& object, const std::vector<std::string>& names, std::vector<std::string>& unknown) {
    Fields fields;
    for (const std::string& name : names) {
        if (const Field* field = object.field(name)) {
            fields.push_back(field);
        } else {
            unknown.push_back(name);
        }
    }
    return fields;
}

Fields found_fields(const Describe& object, const std::string& search) {
    Fields fields;
    for (const Field& field : object.fields) {
        if (search.empty() || search_matches(search, field.name) || search_matches(search, split_name(field.name)) ||
            search_matches(search, field.label) || search_matches(search, field.help)) {
            fields.push_back(&field);
        }
    }
    return fields;
}

// Fields from `offset` on, as many as fit; the number of the first that did not.
std::size_t add_fields(Json& list, const Describe& object, const Fields& fields, std::size_t offset, FieldDetail detail,
                       std::size_t limit) {
    std::size_t bytes = 0;
    std::size_t next = offset;
    for (; next < fields.size(); ++next) {
        Json field = to_json(*fields[next], object, detail);
        bytes += sdk::to_text(field).size() + 1;
        if (bytes > limit && next > offset) break;
        list.push_back(std::move(field));
    }
    return next;
}

// An object too large to be told in full: names by type, page by page.
void add_names(Json& result, const Fields& fields, std::size_t offset) {
    const std::size_t last = std::min(fields.size(), offset + names_at_once);
    result["returned"] = last - offset;
    result["fields_by_type"] = fields_by_type(fields, offset, last);
    if (last < fields.size()) result["next_offset"] = last;
    result["warnings"].push_back(
        "This object has too many fields to describe at once: these are names only. Narrow down with `search` (words of "
        "the label) or `fields` (names) for types, lengths and values.");
}

void add_all_fields(Json& result, const Describe& object, const Fields& fields, std::size_t offset, bool help) {
    for (const ValueDetail values : {ValueDetail::some, ValueDetail::count}) {
        if (fields.size() > names_at_once) break;
        Json list = Json::array();
        const FieldDetail detail{values, help};
        if (add_fields(list, object, fields, offset, detail, result_bytes) < fields.size()) continue;
        result["returned"] = list.size();
        result["fields"] = std::move(list);
        if (values == ValueDetail::count) {
            result["warnings"].push_back(
                "Picklist values are left out for size: name the fields in `fields` to see them.");
        }
        return;
    }
    add_names(result, fields, offset);
}

void add_narrowed_fields(Json& result, const Describe& object, const Fields& fields, std::size_t offset,
                         FieldDetail detail) {
    Json list = Json::array();
    const std::size_t next = add_fields(list, object, fields, offset, detail, narrowed_bytes);
    result["returned"] = list.size();
    result["fields"] = std::move(list);
    if (next < fields.size()) result["next_offset"] = next;
}

void add_parts(Json& result, const Describe& object, const Json& arguments) {
    if (includes(arguments, "child_relationships")) {
        Json children = Json::array();
        for (const ChildRelationship& child : object.children) {
            children.push_back(fmt::format("{} ({}.{})", child.name, child.object, child.field));
        }
        result["child_relationships"] = std::move(children);
    }
    if (includes(arguments, "record_types")) {
        Json types = Json::array();
        for (const RecordType& type : object.record_types) {
            if (type.available) {
                types.push_back(fmt::format("{} ({}{})", type.name, type.id, type.is_default ? ", default" : ""));
            }
        }
        result["record_types"] = std::move(types);
    }
}

Error unknown_fields(const Describe& object, const std::vector<std::string>& unknown) {
    Error error(
        ErrorCode::unknown_field,
        fmt::format("{} has no field named {}.", object.name,
                    quoted_data(fmt::format("{}", fmt::join(unknown, ", ")), 200)),
        "Misspelt, or hidden from the connected user by permissions. Use `search` with a word of the label; if you "
        "are sure it exists, ask a Salesforce administrator for access.",
        Outcome::rejected);
    error.fields = unknown;
    for (const std::string& name : unknown) {
        for (std::string& near : suggest_fields(object, name)) error.did_you_mean.push_back(std::move(near));
    }
    return error;
}

Result<Json> fields_result(const Describe& object, const Json& arguments) {
    const std::vector<std::string> names = string_list(arguments, "fields");
    const std::string search(base::text_member(arguments, "search"));
    const bool help = includes(arguments, "help_text");
    std::vector<std::string> unknown;
    Fields fields = names.empty() ? found_fields(object, search) : named_fields(object, names, unknown);
    if (!unknown.empty() && fields.empty()) return Failure(unknown_fields(object, unknown));

    Json result;
    result["object"] = object_json(object);
    result["field_count"] = object.fields.size();
    result["returned"] = 0;
    const std::size_t offset = std::min(offset_argument(arguments), fields.size());
    if (!names.empty()) {
        add_narrowed_fields(result, object, fields, offset, FieldDetail{ValueDetail::all, true});
    } else if (!search.empty()) {
        add_narrowed_fields(result, object, fields, offset, FieldDetail{ValueDetail::some, help});
    } else {
        add_all_fields(result, object, fields, offset, help);
    }
    for (const std::string& name : unknown) {
        const std::vector<std::string> near = suggest_fields(object, name);
        result["warnings"].push_back(fmt::format("{} has no field {} (or it is hidden from you){}{}.", object.name,
                                                 quoted_data(name, 80),
                                                 near.empty() ? "" : "; nearest: ", fmt::join(near, ", ")));
    }
    if (fields.empty()) {
        const std::vector<std::string> near = suggest_fields(object, search);
        result["warnings"].push_back(fmt::format("No field of {} matches the search{}{}.", object.name,
                                                 near.empty() ? "" : "; nearest: ", fmt::join(near, ", ")));
    }
    add_parts(result, object, arguments);
    return result;
}

Task<Result<Json>> describe_object(ToolRun& run, std::string name) {
    const Result<DescribePointer> describe = co_await run.describes.get(run.rest, run.principal.key, name);
    if (!describe) {
        Error error = co_await with_object_suggestions(run, describe.error(), name);
        co_return Failure(std::move(error));
    }
    learn_links(run, **describe);
    co_return fields_result(**describe, run.arguments);
}

Task<Result<Json>> list_objects(ToolRun& run, std::string search) {
    const Result<std::vector<ObjectName>> found = co_await search_objects(run, search);
    if (!found) co_return Failure(found.error());
    Json result;
    result["objects"] = Json::array();
    for (const ObjectName& object : *found) {
        if (result["objects"].size() == objects_at_once) break;
        Json one;
        one["name"] = object.name;
        one["label"] = object.label;
        result["objects"].push_back(std::move(one));
    }
    if (found->empty()) result["warnings"].push_back("No object matches that the connected user can see.");
    if (found->size() > objects_at_once) {
        result["warnings"].push_back(fmt::format(
            "{} objects match; these are the first {}. Search for more of the name.", found->size(), objects_at_once));
    }
    co_return result;
}

Task<Result<Json>> answer(ToolRun& run) {
    std::string name(base::text_member(run.arguments, "object_name"));
    if (name.empty()) {
        std::string search(base::text_member(run.arguments, "search"));
        co_return co_await list_objects(run, std::move(search));
    }
    co_return co_await describe_object(run, std::move(name));
}

}  // namespace

void check_get_object_fields(const Json& arguments, CheckedArguments& checked) {
    check_object_name(arguments, checked);
    if (!arguments.contains("object_name") && !arguments.contains("search")) {
        checked.violations.push_back(
            {"/object_name", "expected object_name, such as \"Opportunity\", or search alone to find an object"});
    }
}

Task<Result<std::string>> get_object_fields(ToolRun& run) {
    Result<Json> result = co_await answer(run);
    if (!result) co_return Failure(result.error());
    const UserContext context = co_await learn_context(run.rest, run.principal);
    (*result)["context"] = context.to_json(run.call.core().unix_ns());
    if (!context.zone_known()) {
        (*result)["warnings"].push_back(
            "The user's time zone could not be read: `today` is the day in UTC. Ask the user where that matters.");
    }
    co_return sdk::to_text(*result);
}

}  // namespace alysio::salesforce
