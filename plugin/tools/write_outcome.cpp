#include "plugin/tools/write_outcome.hpp"

#include "plugin/records/json_text.hpp"
#include "plugin/salesforce/calendar.hpp"
#include "plugin/salesforce/error_body.hpp"
#include "plugin/salesforce/exact_json.hpp"
#include "plugin/salesforce/id.hpp"
#include "plugin/salesforce/quoted_data.hpp"
#include "plugin/tools/record_target.hpp"

#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace alysio::salesforce {

using sdk::Json;

namespace {

constexpr std::size_t max_matches = 20;

// -- why values were refused ---------------------------------------------------------------------------------------

// `id` is empty where the value was none.
std::string reference_fault(const Field& field, const std::string& id) {
    std::string expected = fmt::format("expected the id of a record of {}", fmt::join(field.reference_to, " or "));
    if (id.empty()) return expected;
    const std::string_view object = object_of_prefix(key_prefix(id));
    const bool fits =
        object.empty() || field.reference_to.empty() ||
        std::find(field.reference_to.begin(), field.reference_to.end(), object) != field.reference_to.end();
    return fits ? "" : fmt::format("{} is the id of a record of {}; {}", id, object, expected);
}

std::string type_fault(const WriteField& one) {
    const std::string& type = one.field->type;
    const auto* text = one.value.get_ptr<const std::string*>();
    if (one.value.is_null()) return type == "boolean" ? "expected true or false: a checkbox is never empty" : "";
    const bool takes_no_text = type == "date" || type == "datetime" || type == "time" || type == "reference" ||
                               type == "int" || type == "double" || type == "currency" || type == "percent";
    if (takes_no_text && text != nullptr && text->empty()) return "expected null to leave it empty, not \"\"";
    if (type == "boolean") return one.value.is_boolean() ? "" : "expected true or false";
    if (type == "int" || type == "double" || type == "currency" || type == "percent") {
        const bool numeric = one.value.is_number() || (text != nullptr && records::is_number(*text));
        if (!numeric) return "expected a number without unit or separators, such as 1500.50";
        return type == "int" && one.value.is_number_float() ? "expected a whole number" : "";
    }
    if (type == "date") return text != nullptr && read_date(*text) ? "" : "expected a date, such as \"2026-12-31\"";
    if (type == "datetime") {
        return text != nullptr && datetime_form(*text) == DatetimeForm::with_offset
                   ? ""
                   : "expected a time with offset, such as \"2026-12-31T09:00:00Z\"";
    }
    if (type == "reference") {
        return reference_fault(*one.field, text != nullptr ? read_id(*text).id : std::string());
    }
    if (text != nullptr && one.field->length > 0 &&
        base::utf8::count(*text) > static_cast<std::size_t>(one.field->length)) {
        return fmt::format("{} characters; at most {} fit", base::utf8::count(*text), one.field->length);
    }
    return {};
}

const WriteField* sent_field(const WritePlan& plan, std::string_view name) {
    const auto found = std::find_if(plan.fields.begin(), plan.fields.end(),
                                    [&](const WriteField& one) { return one.field != nullptr && one.name == name; });
    return found != plan.fields.end() ? &*found : nullptr;
}

std::optional<std::size_t> entry_index(const Field& controller, const Json& value) {
    if (value.is_boolean()) return value == true ? 1U : 0U;
    const auto* text = value.get_ptr<const std::string*>();
    if (text == nullptr) return std::nullopt;
    for (std::size_t i = 0; i < controller.values.size(); ++i) {
        if (base::equal_ignoring_case(controller.values[i].value, *text)) return i;
    }
    return std::nullopt;
}

// The controlling values that let the dependent one be chosen.
std::vector<std::string> controlling_values(const Field& controller, const PicklistValue& dependent) {
    std::vector<std::string> values;
    if (controller.type == "boolean") {
        if (is_valid_for(dependent, 0)) values.emplace_back("false");
        if (is_valid_for(dependent, 1)) values.emplace_back("true");
    }
    for (std::size_t i = 0; i < controller.values.size() && values.size() < 10; ++i) {
        if (controller.values[i].active && is_valid_for(dependent, i)) values.push_back(controller.values[i].value);
    }
    return values;
}

std::string missing_controller_fault(const WritePlan& plan, const WriteField& one, const std::string& value) {
    const Field* controller = plan.object->field(one.field->controller);
    if (controller == nullptr) return {};
    for (const PicklistValue& entry : one.field->values) {
        if (!base::equal_ignoring_case(entry.value, value)) continue;
        const std::vector<std::string> values = controlling_values(*controller, entry);
        if (values.empty()) return {};
        return fmt::format("“{}” fits only {} = {}: send both", value, controller->name, fmt::join(values, " or "));
    }
    return {};
}

std::string dependency_fault(const WritePlan& plan, const WriteField& one) {
    const auto* text = one.value.get_ptr<const std::string*>();
    if (text == nullptr || text->empty() || !one.field->dependent) return {};
    const WriteField* controller = sent_field(plan, one.field->controller);
    if (controller == nullptr) return missing_controller_fault(plan, one, *text);
    const std::optional<std::size_t> index = entry_index(*controller->field, controller->value);
    if (!index) return {};
    std::vector<std::string> valid;
    for (const PicklistValue& entry : one.field->values) {
        if (!entry.active || !is_valid_for(entry, *index)) continue;
        if (base::equal_ignoring_case(entry.value, *text)) return {};
        if (valid.size() < 10) valid.push_back(entry.value);
    }
    return fmt::format("does not fit {} {}; valid there: {}", controller->name, controller->text,
                       valid.empty() ? "nothing" : fmt::format("{}", fmt::join(valid, ", ")));
}

std::vector<Violation> explain_values(const WritePlan& plan, bool creating) {
    std::vector<Violation> violations;
    for (const Field& field : plan.object->fields) {
        if (!creating || !field.required()) continue;
        const WriteField* sent = sent_field(plan, field.name);
        if (sent == nullptr || sent->value.is_null()) {
            violations.push_back({"/fields/" + field.name, fmt::format("required ({})", field.type)});
        }
    }
    for (const WriteField& one : plan.fields) {
        if (one.field == nullptr) continue;
        std::string fault = type_fault(one);
        if (fault.empty()) fault = dependency_fault(plan, one);
        if (!fault.empty()) violations.push_back({"/fields/" + one.name, std::move(fault)});
    }
    return violations;
}

// -- duplicates ----------------------------------------------------------------------------------------------------

std::vector<Match> read_matches(const ToolRun& run, const Answer& answer, const std::string& object) {
    std::vector<Match> matches;
    const std::optional<Json> page = sdk::parse_json(answer.body);
    const Json* rows = answer.ok() && page ? base::find_member(*page, "records") : nullptr;
    if (rows == nullptr) return matches;
    for (const Json& row : *rows) {
        if (!row.is_object()) continue;
        Match match;
        match.object_name = object;
        match.id = base::text_member(row, "Id");
        match.name = quoted_data(base::text_member(row, name_field_of(object)), 120);
        match.record_url = run.links.record(object, match.id).value_or("");
        matches.push_back(std::move(match));
    }
    return matches;
}

// The rule may have looked with other eyes: the user sees only what he may read.
Task<Error> with_matches(ToolRun& run, Error error, DuplicateReport report) {
    std::map<std::string, std::vector<std::string>> ids_by_object;
    std::size_t reported = 0;
    for (const DuplicateReport::Record& record : report.records) {
        std::string id = read_id(record.id).id;
        if (!is_object_name(record.object) || id.empty() || reported == max_matches) continue;
        ids_by_object[record.object].push_back(soql_text(id));
        ++reported;
    }
    for (const auto& [object, ids] : ids_by_object) {
        Request request = get_query(
            fmt::format("SELECT Id, {} FROM {} WHERE Id IN ({})", name_field_of(object), object, fmt::join(ids, ",")));
        const Answer answer = co_await run.rest.send(std::move(request));
        for (Match& match : read_matches(run, answer, object)) error.matches.push_back(std::move(match));
    }
    if (!report.records.empty()) error.hidden_matches = report.records.size() - error.matches.size();
    const bool allowed = flag_argument(run.arguments, "allow_duplicates");
    if (report.may_save && !allowed) {
        error.guidance =
            "Show the matches to the user. If one of them is meant, update it instead; only if the user wants another "
            "record, call again with allow_duplicates set to true.";
    } else {
        error.guidance =
            "This org's duplicate rule blocks such a record, and allow_duplicates does not lift it. Update one of the "
            "matches instead, or ask a Salesforce administrator about the rule.";
    }
    co_return error;
}

// "duplicate value found: Ext__c duplicates value on record with id: 001…": the record, as far as the user may read it.
Task<Error> with_holder(ToolRun& run, Error error, ErrorBody body, const WritePlan& plan) {
    constexpr std::string_view words = "with id: ";
    for (const ErrorBody::Entry& entry : body.entries) {
        const std::size_t at = entry.message.find(words);
        if (at == std::string::npos) continue;
        const std::string_view rest = std::string_view(entry.message).substr(at + words.size());
        const auto end = std::find_if_not(rest.begin(), rest.end(), base::is_letter_or_digit);
        const std::string id = read_id(rest.substr(0, static_cast<std::size_t>(end - rest.begin()))).id;
        if (id.empty()) continue;
        const std::string& object = plan.object->name;
        Request request =
            get_query(fmt::format("SELECT Id, {} FROM {} WHERE Id = {}", name_field_of(object), object, soql_text(id)));
        const Answer answer = co_await run.rest.send(std::move(request));
        for (Match& match : read_matches(run, answer, object)) error.matches.push_back(std::move(match));
        if (error.matches.empty()) error.hidden_matches = 1;
    }
    co_return error;
}

// -- comparing what was sent with what is there --------------------------------------------------------------------

std::string plain(std::string_view number) {
    std::string digits;
    records::append_plain_number(number, digits);
    return digits;
}

std::vector<std::string> sorted_values(std::string_view list) {
    std::vector<std::string> values;
    for (const std::string_view value : base::split(list, ';')) values.push_back(base::lower(base::trim(value)));
    std::sort(values.begin(), values.end());
    return values;
}

bool same_text(const Field& field, std::string_view sent, std::string_view there) {
    if (field.type == "reference" || field.type == "id") return same_id(sent, there);
    if (field.type == "multipicklist") return sorted_values(sent) == sorted_values(there);
    if (field.type == "datetime") {
        const auto sent_moment = read_datetime(sent);
        return sent_moment && sent_moment == read_datetime(there);
    }
    return base::trim(sent) == base::trim(there);  // Salesforce trims texts
}

bool same_value(const WriteField& one, const std::string& there_text) {
    const bool sent_nothing = one.value.is_null() || one.text == "\"\"";
    if (sent_nothing || there_text == "null") return sent_nothing && there_text == "null";
    const std::optional<Json> there = sdk::parse_json("[" + there_text + "]");
    if (!there) return false;
    const Json& value = there->front();
    if (value.is_number()) {
        const auto* text = one.value.get_ptr<const std::string*>();
        const std::string& sent = text != nullptr ? *text : one.text;
        return records::is_number(sent) && plain(sent) == plain(there_text);
    }
    if (value.is_string() && one.value.is_string()) {
        return same_text(*one.field, one.value.get_ref<const std::string&>(), value.get_ref<const std::string&>());
    }
    return one.value == value;
}

}  // namespace

std::optional<Answer> refusal_in(const Answer& answer) {
    if (!answer.ok()) return std::nullopt;
    const std::optional<Json> body = sdk::parse_json(answer.body);
    const Json* success = body && body->is_object() ? base::find_member(*body, "success") : nullptr;
    if (success == nullptr || *success != false || !base::text_member(*body, "id").empty()) return std::nullopt;
    Answer refusal = answer;
    refusal.http_status = 400;
    const Json* errors = base::find_member(*body, "errors");
    refusal.body = sdk::to_text(errors != nullptr && errors->is_array() ? *errors : Json::array());
    return refusal;
}

Task<Error> explain_refused_write(ToolRun& run, Answer answer, const WritePlan& plan) {
    Error error = run.rest.explain(answer);
    const ErrorBody body = read_error_body(answer);
    if (error.code == ErrorCode::duplicate_detected && body.duplicates) {
        co_return co_await with_matches(run, std::move(error), *body.duplicates);
    }
    if (error.code == ErrorCode::duplicate_detected) co_return co_await with_holder(run, std::move(error), body, plan);
    const bool about_values = error.code == ErrorCode::validation_failed || error.code == ErrorCode::invalid_arguments;
    if (about_values) error.violations = explain_values(plan, answer.request.verb == Verb::post);
    // A person account's Name looks writable, and is not.
    for (const std::string& name : error.fields) {
        const WriteField* sent =
            error.salesforce_code == "INVALID_FIELD_FOR_INSERT_UPDATE" ? sent_field(plan, name) : nullptr;
        const std::string parts = sent != nullptr ? parts_of(*plan.object, *sent->field) : std::string();
        if (!parts.empty()) error.violations.push_back({"/fields/" + name, parts});
    }
    if (error.code == ErrorCode::unknown_field || error.code == ErrorCode::record_not_found) {
        RecordTarget target{plan.object->name, answer.request.id, {}};
        co_return co_await explain_target(run, std::move(error), std::move(target));
    }
    co_return error;
}

Error unknown_outcome(const Answer& answer, std::string finder) {
    const bool creating = answer.request.verb == Verb::post;
    Error error(ErrorCode::outcome_unknown,
                fmt::format("The {} was sent, but no usable answer came back: it may or may not have happened.",
                            creating ? "new record" : "change"),
                fmt::format("Do not repeat the call before looking. Run this query first, with "
                            "salesforce_run_soql_query: {}{}",
                            finder, creating ? " — if it finds the record, it was created." : ""),
                Outcome::unknown);
    error.http_status = static_cast<int>(answer.http_status);
    const ErrorBody body = read_error_body(answer);
    if (body.speaker == ErrorBody::Speaker::salesforce && !body.entries.empty()) {
        error.salesforce_code = quoted_data(body.entries.front().code, 80);
        error.message += fmt::format(" It says: “{}”", quoted_data(body.entries.front().message, 600));
    }
    return error;
}

std::string find_created(const WritePlan& plan, std::int64_t since_unix_s, std::string_view user_id) {
    std::vector<std::string> conditions;
    for (const WriteField& one : plan.fields) {
        const auto* text = one.value.get_ptr<const std::string*>();
        const bool telling = one.field != nullptr && one.field->filterable && text != nullptr && !text->empty() &&
                             text->size() <= 255 &&
                             (one.field->type == "string" || one.field->type == "email" ||
                              one.field->type == "combobox" || one.field->type == "phone");
        if (telling && conditions.size() < 3) {
            conditions.push_back(fmt::format("{} = {}", one.name, soql_text(quoted_data(*text, 255))));
        }
    }
    if (!user_id.empty()) conditions.push_back(fmt::format("CreatedById = {}", soql_text(user_id)));
    conditions.push_back("CreatedDate >= " + to_soql_datetime(since_unix_s));
    return fmt::format("SELECT Id, CreatedDate FROM {} WHERE {} ORDER BY CreatedDate DESC LIMIT 5", plan.object->name,
                       fmt::join(conditions, " AND "));
}

Task<bool> holds_sent_values(ToolRun& run, const WritePlan& plan, std::string id) {
    for (const WriteField& one : plan.fields) {
        if (one.field == nullptr && !base::equal_ignoring_case(one.name, "attributes"))
            co_return false;  // cannot be compared
    }
    Request request = get_row(plan.object->name, id, fmt::format("{}", fmt::join(plan.field_names(), ",")));
    const Answer answer = co_await run.rest.send(std::move(request));
    const std::optional<ExactMembers> there = answer.ok() ? exact_members(answer.body) : std::nullopt;
    if (!there) co_return false;
    for (const WriteField& one : plan.fields) {
        if (one.field == nullptr) continue;
        const std::string* value = find_member(*there, one.name);
        if (value == nullptr || !same_value(one, *value)) co_return false;
    }
    co_return true;
}

}  // namespace alysio::salesforce
