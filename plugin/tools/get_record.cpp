#include "plugin/salesforce/text.hpp"
#include "plugin/tools/link_source.hpp"
#include "plugin/tools/record_view.hpp"
#include "plugin/tools/target.hpp"
#include "plugin/tools/tools.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace alysio::salesforce {

using sdk::Json;

namespace {

// Paths through relationships are read by a query; everything in it was checked to be an identifier or an id.
Request request_for(const Target& target, const std::vector<std::string>& fields) {
    const bool dotted = std::any_of(fields.begin(), fields.end(),
                                    [](const std::string& path) { return path.find('.') != std::string::npos; });
    std::string list = fmt::format("{}", fmt::join(fields, ","));
    if (!dotted) return get_row(target.object, target.id, std::move(list));
    const bool has_id =
        std::any_of(fields.begin(), fields.end(), [](const std::string& path) { return same_letters(path, "Id"); });
    Request request = get_query(fmt::format("SELECT {}{} FROM {} WHERE Id = {} LIMIT 1", has_id ? "" : "Id,", list,
                                            target.object, soql_text(target.id)));
    request.asked.object = target.object;
    request.asked.id = target.id;
    return request;
}

bool is_empty_page(std::string_view body) {
    const std::optional<Json> page = sdk::parse_json(body);
    return page && page->is_object() && page->contains("records") && (*page)["records"].empty();
}

Error not_found(const Target& target) {
    return Error(
        ErrorCode::RecordNotFound, fmt::format("Salesforce found no {} {}.", target.object, target.id),
        "The id is wrong, the record was deleted, or it is not shared with the connected user. Find the record "
        "by name with salesforce_run_soql_query.");
}

// The record's text goes into the result as it is, so that no digit of a number changes.
std::string result_text(const RecordView& view, const Target& target, const std::optional<std::string>& url) {
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

void check_get_record(const Json& arguments, ArgumentFaults& faults) {
    check_object_name(arguments, faults);
    check_record_id(arguments, IdUse::Read, faults);
    const auto fields = arguments.find("fields");
    if (fields == arguments.end() || !fields->is_array()) return;
    for (std::size_t i = 0; i < fields->size(); ++i) {
        const auto* path = (*fields)[i].get_ptr<const std::string*>();
        if (path == nullptr || is_field_path(*path)) continue;
        faults.violations.push_back({fmt::format("/fields/{}", i),
                                     "expected a field's API name, or a path of up to five relationships such as "
                                     "\"Owner.Name\""});
    }
}

Task<Result<std::string>> get_record(ToolRun& run) {
    Target target = read_target(run.arguments);
    const std::vector<std::string> fields = string_list(run.arguments, "fields");
    const DescribePointer describe = run.describes.peek(run.account.principal, target.object);
    std::optional<Error> conflict = co_await check_key_prefix(run, target, describe, false);
    if (conflict) co_return Failure(std::move(*conflict));

    Request request = request_for(target, fields);
    const Asked asked = request.asked;
    const Answer answer = co_await run.rest.send(std::move(request));
    if (!answer.ok()) {
        Error error = co_await explain_target(run, run.rest.explain(answer, asked), target);
        co_return Failure(std::move(error));
    }
    const bool queried = asked.what == Asked::What::Query;
    std::string page_text = queried ? answer.body : as_page(answer.body);
    const std::optional<RecordView> view = view_record(run.pages, std::move(page_text), fields);
    if (!view) {
        if (!queried || !is_empty_page(answer.body)) {
            Error error(ErrorCode::BadResponse, "Salesforce answered with something that is no record.",
                        "Try again; if it stays, tell the operator of Alysio.");
            error.http_status = answer.http_status;
            co_return Failure(std::move(error));
        }
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
    if (const DescribePointer known = run.describes.peek(run.account.principal, object)) page = known->page();
    const std::string id = view->id.empty() ? target.id : view->id;
    co_return result_text(*view, target, run.links.record(object, id, page));
}

}  // namespace alysio::salesforce
