#include "plugin/salesforce/calendar.hpp"
#include "plugin/salesforce/explain.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/salesforce/quoted_data.hpp"
#include "plugin/tools/account_links.hpp"
#include "plugin/tools/record_target.hpp"
#include "plugin/tools/write_outcome.hpp"
#include "plugin/tools/write_preview.hpp"

#include <alysio/base/http_date.hpp>
#include <alysio/base/json_member.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alysio::salesforce {

using sdk::Json;

namespace {

constexpr std::string_view modified_field = "LastModifiedDate";

std::string decoded_text(const ExactMembers& members, std::string_view name) {
    const std::string* text = find_member(members, name);
    const std::optional<Json> value = text != nullptr ? sdk::parse_json("[" + *text + "]") : std::nullopt;
    return value && value->front().is_string() ? value->front().get<std::string>() : std::string();
}

// The record's values now: those that will change, and when it was last modified.
Task<Result<ExactMembers>> read_now(ToolRun& run, const WritePlan& plan, std::string id, bool values) {
    std::vector<std::string> names;
    for (const WriteField& one : plan.fields) {
        if (values && one.field != nullptr) names.push_back(one.name);
    }
    for (const std::string_view name :
         {modified_field, values ? name_field_of(plan.object->name) : std::string_view()}) {
        const bool wanted = plan.object->field(name) != nullptr;
        if (wanted && std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
    }
    Request request = get_row(plan.object->name, id, fmt::format("{}", fmt::join(names, ",")));
    const Answer answer = co_await run.rest.send(std::move(request));
    if (!answer.ok()) {
        RecordTarget target{plan.object->name, id, {}};
        Error failure = run.rest.explain(answer);
        Error error = co_await explain_target(run, std::move(failure), std::move(target));
        co_return Failure(std::move(error));
    }
    std::optional<ExactMembers> members = exact_members(answer.body);
    if (!members) {
        Error error = explain_other_answer(answer, "record");
        error.guidance.insert(0, "Nothing was changed. ");
        co_return Failure(std::move(error));
    }
    co_return std::move(*members);
}

Error changed_meanwhile(const WritePlan& plan, const std::string& id, const std::string& expected,
                        const std::string& now) {
    Error error(
        ErrorCode::conflict,
        fmt::format("{} {} was changed by somebody else meanwhile: last modified {}, not {}.", plan.object->name, id,
                    now.empty() ? "at an unknown time" : quoted_data(now, 40), quoted_data(expected, 40)),
        "Nothing was changed. Read the record again, show the user what is different, and repeat the update with "
        "the new last_modified.");
    return error;
}

Error other_values_meanwhile(const WritePlan& plan, const std::string& id) {
    return Error(ErrorCode::conflict,
                 fmt::format("{} {} does not hold any more what was shown: somebody else changed {}.",
                             plan.object->name, id, fmt::join(plan.field_names(), ", ")),
                 "Nothing was changed. Preview the update again and let the user confirm it as the record is now.");
}

// The date for If-Unmodified-Since, once the record was found to be what it is expected to be; empty where nothing is
// expected. The proxy may drop the header, so the record is looked at; the header closes the gap until the write. Dates are of
// one second, and two people may save within it: so what was shown is compared too.
Task<Result<std::string>> guard_date(ToolRun& run, const WritePlan& plan, std::string id, PreviewToken expected) {
    if (expected.last_modified.empty() && expected.shown.empty()) co_return std::string();
    Result<ExactMembers> now = co_await read_now(run, plan, id, !expected.shown.empty());
    if (!now) co_return Failure(now.error());
    if (!expected.shown.empty() && digest_of_shown(plan, *now) != expected.shown) {
        co_return Failure(other_values_meanwhile(plan, id));
    }
    if (expected.last_modified.empty()) co_return std::string();
    const std::string modified = decoded_text(*now, modified_field);
    const std::optional<std::int64_t> wanted = read_datetime(expected.last_modified);
    if (!wanted || read_datetime(modified) != wanted) {
        co_return Failure(changed_meanwhile(plan, id, expected.last_modified, modified));
    }
    co_return base::http_date(*wanted);
}

std::string result_text(ToolRun& run, const WritePlan& plan, const std::string& id, std::vector<std::string> warnings) {
    Json result;
    result["id"] = id;
    result["object_name"] = plan.object->name;
    const std::optional<std::string> url = run.links.record(plan.object->name, id, plan.object->page());
    if (url) result["record_url"] = *url;
    result["updated_fields"] = plan.field_names();
    if (!run.links.known()) warnings.emplace_back(no_link_warning);
    add_warnings(result, warnings);
    return sdk::to_text(result);
}

Task<Result<std::string>> preview(ToolRun& run, const WritePlan& plan, std::string id) {
    const Result<ExactMembers> now = co_await read_now(run, plan, id, true);
    if (!now) co_return Failure(now.error());
    const bool allow_duplicates = flag_argument(run.arguments, "allow_duplicates");
    const PreviewToken token{digest_of(plan, id, allow_duplicates), digest_of_shown(plan, *now),
                             decoded_text(*now, modified_field)};
    const std::string name = decoded_text(*now, name_field_of(plan.object->name));
    const std::string title =
        fmt::format("Update {} {}", plan.object->label.empty() ? plan.object->name : plan.object->label,
                    name.empty() ? id : "“" + quoted_data(name, 80) + "”");
    const std::optional<std::string> location = run.links.record(plan.object->name, id, plan.object->page());
    co_return preview_json(title, location, plan, &*now, allow_duplicates, token);
}

std::string look_at(const WritePlan& plan, const std::string& id) {
    return fmt::format("SELECT Id, {} FROM {} WHERE Id = {}", fmt::join(plan.field_names(), ", "), plan.object->name,
                       soql_text(id));
}

}  // namespace

void check_update_record(const Json& arguments, CheckedArguments& checked) {
    check_record(arguments, IdUse::write, checked);
    check_write_fields(arguments, Verb::patch, checked);
    const std::string_view since = base::text_member(arguments, "if_unmodified_since");
    if (!since.empty() && !read_datetime(since)) {
        checked.violations.push_back({"/if_unmodified_since",
                                      "expected last_modified of salesforce_get_record unchanged, such as "
                                      "\"2026-05-01T07:25:37.000+0000\""});
    }
}

Task<Result<std::string>> update_record(ToolRun& run) {
    const RecordTarget& target = run.target;
    Result<WritePlan> prepared = co_await prepare_write(run, target.object, Verb::patch);
    if (!prepared) co_return Failure(prepared.error());
    WritePlan& plan = *prepared;
    Result<void> prefix_fits = co_await check_key_prefix(run, target, plan.object, true);
    if (!prefix_fits) co_return Failure(std::move(prefix_fits).error());
    if (run.call.preview()) co_return co_await preview(run, plan, target.id);

    const bool allow_duplicates = flag_argument(run.arguments, "allow_duplicates");
    PreviewToken expected;
    if (!run.call.preview_token().empty()) {
        const std::optional<PreviewToken> confirmed = read_token(run.call.preview_token());
        if (!confirmed || confirmed->digest != digest_of(plan, target.id, allow_duplicates)) {
            co_return Failure(other_than_previewed());
        }
        expected = *confirmed;
    }
    const std::string_view since = base::text_member(run.arguments, "if_unmodified_since");
    if (!since.empty()) expected.last_modified = since;
    const Result<std::string> unmodified_since = co_await guard_date(run, plan, target.id, std::move(expected));
    if (!unmodified_since) co_return Failure(unmodified_since.error());

    Request request = patch_row(plan.object->name, target.id, plan.body(), allow_duplicates, *unmodified_since);
    Answer answer = co_await run.rest.send(std::move(request));
    if (std::optional<Answer> refusal = refusal_in(answer)) answer = std::move(*refusal);
    std::vector<std::string> warnings = std::move(plan.warnings);
    if (answer.ok()) co_return result_text(run, plan, target.id, std::move(warnings));

    const Next next = Rest::next_step(answer);
    if (next == Next::read_back) {
        const bool done = co_await holds_sent_values(run, plan, target.id);
        if (!done) co_return Failure(unknown_outcome(answer, look_at(plan, target.id)));
        warnings.emplace_back(
            "The reply was lost; verified by reading the record: it holds the values that were sent.");
        co_return result_text(run, plan, target.id, std::move(warnings));
    }
    if (next == Next::report_unknown) co_return Failure(unknown_outcome(answer, look_at(plan, target.id)));
    Error error = co_await explain_refused_write(run, answer, plan);
    co_return Failure(std::move(error));
}

}  // namespace alysio::salesforce
