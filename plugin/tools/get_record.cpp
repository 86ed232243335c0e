#include "plugin/salesforce/explain.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/tools/account_links.hpp"
#include "plugin/tools/record_target.hpp"
#include "plugin/tools/record_view.hpp"

#include <alysio/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alysio::salesforce {

using sdk::Json;

namespace {

// Paths through relationships are read by a query; everything in it was checked to be an identifier or an id.
Request request_for(const RecordTarget& target, const std::vector<std::string>& fields) {
    const bool dotted = std::any_of(fields.begin(), fields.end(),
                                    [](const std::string& path) { return path.find('.') != std::string::npos; });
    std::string list = fmt::format("{}", fmt::join(fields, ","));
    if (!dotted) return get_row(target.object, target.id, std::move(list));
    const bool has_id = std::any_of(fields.begin(), fields.end(),
                                    [](const std::string& path) { return base::equal_ignoring_case(path, "Id"); });
    Request request = get_query(fmt::format("SELECT {}{} FROM {} WHERE Id = {} LIMIT 1", has_id ? "" : "Id,", list,
                                            target.object, soql_text(target.id)));
    request.info.object = target.object;
    request.info.id = target.id;
    return request;
}

bool is_empty_page(std::string_view body) {
    const std::optional<Json> page = sdk::parse_json(body);
    return page && page->is_object() && page->contains("records") && (*page)["records"].empty();
}

Error not_found(const RecordTarget& target) {
    return Error(
        ErrorCode::record_not_found, fmt::format("Salesforce found no {} {}.", target.object, target.id),
        "The id is wrong, the record was deleted, or it is not shared with the connected user. Find the record "
        "by name with salesforce_run_soql_query.");
}

// The record's text goes into the result as it is, so that no digit of a number changes.
std::string result_text(const RecordView& view, const RecordTarget& target, const std::optional<std::string>& url) {
    Json before;
    before["object_name"] = view.object.empty() ? target.object : view.object;
    before["id"] = view.id.empty() ? target.id : view.id;
    if (url) before["record_url"] = *url;
    if (!view.last_modified.empty()) before["last_modified"] = view.last_modified;
    if (view.empty_fields != 0) before["empty_fields"] = view.empty_fields;
    if (!view.cut_fields.empty()) before["cut_fields"] = view.cut_fields;
    add_warnings(before, target.warnings);
    std::string text = sdk::to_text(before);
    text.back() = ',';
    return text.append("\"record\":").append(view.json).append("}");
}

}  // namespace

void check_get_record(const Json& arguments, CheckedArguments& checked) {
    check_record(arguments, IdUse::read, checked);
    const auto fields = arguments.find("fields");
    if (fields == arguments.end() || !fields->is_array()) return;
    for (std::size_t i = 0; i < fields->size(); ++i) {
        const auto* path = (*fields)[i].get_ptr<const std::string*>();
        if (path == nullptr || is_field_path(*path)) continue;
        checked.violations.push_back({fmt::format("/fields/{}", i),
                                      "expected a field's API name, or a path of up to five relationships such as "
                                      "\"Owner.Name\""});
    }
}

Task<Result<std::string>> get_record(ToolRun& run) {
    RecordTarget target = run.target;
    const std::vector<std::string> fields = string_list(run.arguments, "fields");
    const DescribePointer describe = run.describes.peek(run.principal.key, target.object);
    Result<void> prefix_fits = co_await check_key_prefix(run, target, describe, false);
    if (!prefix_fits) co_return Failure(std::move(prefix_fits).error());

    Request request = request_for(target, fields);
    Answer answer = co_await run.rest.send(std::move(request));
    if (!answer.ok()) {
        Error error = co_await explain_target(run, run.rest.explain(answer), target);
        co_return Failure(std::move(error));
    }
    const bool queried = answer.request.kind == RequestInfo::Kind::query;
    const std::optional<RecordView> view =
        queried ? view_first_row(run.pages, answer.body, fields) : view_record(run.pages, answer.body, fields);
    if (!view) {
        if (!queried || !is_empty_page(answer.body)) co_return Failure(explain_other_answer(answer, "record"));
        Error error = co_await explain_target(run, not_found(target), target);
        co_return Failure(std::move(error));
    }

    const std::string object = view->object.empty() ? target.object : view->object;
    if (!co_await ensure_links(run, object)) target.warnings.emplace_back(no_link_warning);
    if (view->left_out != 0) {
        target.warnings.push_back(fmt::format(
            "{} more fields have values, but the record is too large to show at once: name those you need in `fields`.",
            view->left_out));
    }
    std::optional<RecordPage> page;
    if (const DescribePointer known = run.describes.peek(run.principal.key, object)) page = known->page();
    const std::string id = view->id.empty() ? target.id : view->id;
    co_return result_text(*view, target, run.links.record(object, id, page));
}

}  // namespace alysio::salesforce
