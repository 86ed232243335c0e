#include "plugin/salesforce/id.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/salesforce/quoted_data.hpp"
#include "plugin/tools/account_links.hpp"
#include "plugin/tools/existing_records.hpp"
#include "plugin/tools/write_outcome.hpp"
#include "plugin/tools/write_preview.hpp"

#include <alysio/base/json_member.hpp>

namespace alysio::salesforce {

using sdk::Json;

namespace {

// Clocks of the two sides may differ.
constexpr std::int64_t clock_slack_s = 120;

// {"id": "...", "success": true, "errors": []}
struct Created {
    std::string id;
    bool certain = false;  // an id beside "success": false is none to rely on
};

Created read_created(const Answer& answer) {
    const std::optional<Json> body = answer.ok() ? sdk::parse_json(answer.body) : std::nullopt;
    if (!body || !body->is_object()) return {};
    const Json* success = base::find_member(*body, "success");
    std::string id = read_id(base::text_member(*body, "id")).id;
    const bool certain = !id.empty() && (success == nullptr || *success != false);
    return {std::move(id), certain};
}

std::string find_by_id(const std::string& object, const std::string& id) {
    return "SELECT Id, CreatedDate FROM " + object + " WHERE Id = " + soql_text(id);
}

std::string title_of(const WritePlan& plan) {
    std::string title = "Create " + (plan.object->label.empty() ? plan.object->name : plan.object->label);
    for (const WriteField& one : plan.fields) {
        const auto* text = one.value.get_ptr<const std::string*>();
        const bool names_it = one.name == name_field_of(plan.object->name) || one.name == "LastName";
        if (names_it && text != nullptr) title += " “" + quoted_data(*text, 80) + "”";
    }
    return title;
}

}  // namespace

void check_create_record(const Json& arguments, CheckedArguments& checked) {
    check_object_name(arguments, checked);
    check_write_fields(arguments, Verb::post, checked);
}

Task<Result<std::string>> create_record(ToolRun& run) {
    std::string object(base::text_member(run.arguments, "object_name"));
    Result<WritePlan> prepared = co_await prepare_write(run, std::move(object), Verb::post);
    if (!prepared) co_return Failure(prepared.error());
    WritePlan& plan = *prepared;

    ExistingRecords existing = co_await find_existing(run, plan);
    if (!existing.same_email.empty() && !flag_argument(run.arguments, "allow_same_email")) {
        co_return Failure(email_is_taken(plan, std::move(existing.same_email)));
    }
    if (std::string warning = same_name_warning(plan, existing.same_name); !warning.empty()) {
        plan.warnings.push_back(std::move(warning));
    }

    const bool allow_duplicates = flag_argument(run.arguments, "allow_duplicates");
    const PreviewToken token{digest_of(plan, {}, allow_duplicates), {}, {}};
    if (run.call.preview()) {
        co_return preview_json(title_of(plan), std::nullopt, plan, nullptr, allow_duplicates, token);
    }
    if (!run.call.preview_token().empty()) {
        const std::optional<PreviewToken> confirmed = read_token(run.call.preview_token());
        if (!confirmed || confirmed->digest != token.digest) co_return Failure(other_than_previewed());
    }

    const std::int64_t since_s = run.call.core().unix_ns() / 1'000'000'000 - clock_slack_s;
    Request request = post_row(plan.object->name, plan.body(), allow_duplicates);
    Answer answer = co_await run.rest.send(std::move(request));
    if (std::optional<Answer> refusal = refusal_in(answer)) answer = std::move(*refusal);
    const auto [id, certain] = read_created(answer);
    const bool lost = (answer.ok() && !certain) || Rest::next_step(answer) == Next::report_unknown;
    if (lost) {
        const std::string user_id = known_context(run.call, run.principal).user_id;
        co_return Failure(unknown_outcome(
            answer, id.empty() ? find_created(plan, since_s, user_id) : find_by_id(plan.object->name, id)));
    }
    if (!answer.ok()) {
        Error error = co_await explain_refused_write(run, answer, plan);
        co_return Failure(std::move(error));
    }

    Json result;
    result["id"] = id;
    result["object_name"] = plan.object->name;
    const std::optional<std::string> url = run.links.record(plan.object->name, id, plan.object->page());
    if (url) result["record_url"] = *url;
    if (!run.links.known()) plan.warnings.emplace_back(no_link_warning);
    add_warnings(result, plan.warnings);
    co_return sdk::to_text(result);
}

}  // namespace alysio::salesforce
