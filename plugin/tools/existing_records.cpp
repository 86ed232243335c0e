#include "plugin/tools/existing_records.hpp"

#include "plugin/salesforce/quoted_data.hpp"
#include "plugin/tools/arguments.hpp"

#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace alysio::salesforce {

using sdk::Json;

namespace {

/// What makes a record the same as another one, beside its e-mail.
struct Likeness {
    std::string_view object;
    bool has_email;
    std::array<std::string_view, 3> name;  // all of these fields
    std::string_view condition;            // of those that count
};

const Likeness* likeness_of(std::string_view object) {
    static constexpr Likeness all[] = {
        {"Account", false, {"Name"}, {}},
        {"Contact", true, {"LastName", "FirstName", "AccountId"}, {}},
        {"Lead", true, {"LastName", "FirstName", "Company"}, "IsConverted = false"},
    };
    const auto* found =
        std::find_if(std::begin(all), std::end(all), [&](const Likeness& one) { return one.object == object; });
    return found != std::end(all) ? found : nullptr;
}

std::string sent_text(const WritePlan& plan, std::string_view name) {
    for (const WriteField& one : plan.fields) {
        const auto* text = one.value.get_ptr<const std::string*>();
        if (one.name == name && text != nullptr) return *text;
    }
    return {};
}

std::string compared(std::string_view field, std::string_view value) {
    return fmt::format("{} = {}", field, soql_text(quoted_data(value, 255)));
}

// Every field of the name was given, or it says too little.
std::string name_condition(const WritePlan& plan, const Likeness& likeness) {
    std::string condition;
    for (const std::string_view field : likeness.name) {
        if (field.empty()) break;
        const std::string value = sent_text(plan, field);
        if (value.empty()) return {};
        condition += (condition.empty() ? "" : " AND ") + compared(field, value);
    }
    return "(" + condition + ")";
}

bool is_switched_off(std::string_view settings) {
    const std::optional<Json> json = sdk::parse_json(settings);
    return json && json->is_object() && json->value("look_for_existing", Json()) == false;
}

}  // namespace

Task<ExistingRecords> find_existing(ToolRun& run, const WritePlan& plan) {
    ExistingRecords existing;
    const std::string& object = plan.object->name;
    const Likeness* likeness = likeness_of(object);
    if (likeness == nullptr || is_switched_off(run.call.settings())) co_return existing;

    const std::string email = likeness->has_email ? sent_text(plan, "Email") : std::string();
    const std::string by_name = name_condition(plan, *likeness);
    if (email.empty() && by_name.empty()) co_return existing;
    std::string condition = email.empty() ? by_name : compared("Email", email);
    if (!email.empty() && !by_name.empty()) condition = "(" + condition + " OR " + by_name + ")";
    if (!likeness->condition.empty()) condition += fmt::format(" AND {}", likeness->condition);
    Request request = get_query(fmt::format("SELECT Id, Name{} FROM {} WHERE {} LIMIT 10",
                                            likeness->has_email ? ", Email" : "", object, condition));
    const Answer answer = co_await run.rest.send(std::move(request));
    const std::optional<Json> page = answer.ok() ? sdk::parse_json(answer.body) : std::nullopt;
    const Json* rows = page && page->is_object() ? base::find_member(*page, "records") : nullptr;
    if (rows == nullptr || !rows->is_array()) co_return existing;
    for (const Json& row : *rows) {
        if (!row.is_object()) continue;
        Match match;
        match.object_name = object;
        match.id = base::text_member(row, "Id");
        match.name = quoted_data(base::text_member(row, "Name"), 120);
        match.record_url = run.links.record(object, match.id).value_or("");
        const bool by_email = !email.empty() && base::equal_ignoring_case(base::text_member(row, "Email"), email);
        (by_email ? existing.same_email : existing.same_name).push_back(std::move(match));
    }
    co_return existing;
}

Error email_is_taken(const WritePlan& plan, std::vector<Match> matches) {
    Error error(
        ErrorCode::duplicate_detected,
        fmt::format("There is a {} with this e-mail address already; nothing was created.", plan.object->name),
        "Show the match to the user. If it is meant, update it instead; only if the user wants another record, call "
        "again with allow_same_email set to true. Records can't be deleted here.",
        Outcome::not_sent);
    error.fields.emplace_back("Email");
    error.matches = std::move(matches);
    return error;
}

std::string same_name_warning(const WritePlan& plan, const std::vector<Match>& matches) {
    if (matches.empty()) return {};
    std::vector<std::string> names;
    for (const Match& match : matches) names.push_back(fmt::format("{} {}", match.name, match.id));
    return fmt::format("A {} of this name is there already: {}.", plan.object->name, fmt::join(names, ", "));
}

}  // namespace alysio::salesforce
