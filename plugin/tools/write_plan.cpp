#include "plugin/tools/write_plan.hpp"

#include "plugin/salesforce/calendar.hpp"
#include "plugin/salesforce/exact_json.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/salesforce/quoted_data.hpp"
#include "plugin/tools/account_links.hpp"
#include "plugin/tools/suggestions.hpp"

#include <alysio/base/calendar.hpp>
#include <alysio/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alysio::salesforce {

using sdk::Json;

namespace {

constexpr base::Days long_past_days = 180;

std::string pointer_to(std::string_view field) {
    return fmt::format("/fields/{}", field);
}

bool is_audit_field(std::string_view name) {
    for (const std::string_view audit :
         {"CreatedById", "CreatedDate", "LastModifiedById", "LastModifiedDate", "SystemModstamp", "IsDeleted"}) {
        if (base::equal_ignoring_case(audit, name)) return true;
    }
    return false;
}

// "Due Date": what people call a field.
bool is_label(std::string_view name) {
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
        return base::is_letter_or_digit(c) || c == ' ' || c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    });
    return plain && name.size() <= 120 && name.find(' ') != std::string_view::npos && base::is_letter(name.front());
}

// The members of `fields`, with numbers as they were spelt; models send the object as text, too.
ExactMembers written_fields(std::string_view arguments) {
    const std::optional<ExactMembers> members = exact_members(arguments);
    const std::string* fields = members ? find_member(*members, "fields") : nullptr;
    if (fields == nullptr) return {};
    if (fields->front() != '"') return exact_members(*fields).value_or(ExactMembers());
    const std::optional<Json> decoded = sdk::parse_json(*fields);
    return decoded ? exact_members(decoded->get<std::string>()).value_or(ExactMembers()) : ExactMembers();
}

constexpr std::string_view all_day_field = "IsAllDayEvent";

bool is_event_time(std::string_view name) {
    for (const std::string_view time : {"StartDateTime", "EndDateTime", "ActivityDateTime"}) {
        if (base::equal_ignoring_case(time, name)) return true;
    }
    return false;
}

// Collects what is wrong with one write, all of it.
class WriteChecker {
  public:
    WriteChecker(const Describe& object, Verb verb, bool allow_unlisted, bool all_day, const UserContext& context,
                 base::Days today, const Json& values)
        : object_(object),
          verb_(verb),
          allow_unlisted_(allow_unlisted),
          all_day_(all_day),
          context_(context),
          today_(today) {
        for (const auto& [name, value] : values.items()) {
            const Field* field = object.field(name);
            something_left_ = something_left_ || field == nullptr || is_writable(*field);
        }
    }

    void check(WriteField& one) {
        if (base::equal_ignoring_case(one.name, "attributes")) return;
        one.field = object_.field(one.name);
        if (one.field == nullptr) {
            check_unknown(one);
            return;
        }
        one.name = one.field->name;
        if (!is_writable(*one.field)) {
            refuse_unwritable(one);
        } else if (one.field->type == "picklist" || one.field->type == "multipicklist") {
            check_picklist(one);
        } else if (all_day_ && is_event_time(one.name)) {
            check_all_day(one);
        } else if (one.field->type == "datetime") {
            check_datetime(one);
        } else if (one.field->type == "date") {
            check_date(one);
        }
    }

    /// What was found wrong, all of it.
    Result<void> result() && {
        if (violations_.empty()) return {};
        const std::size_t count = violations_.size();
        Error error(*code_,
                    fmt::format("{} {} of {} would not be right in Salesforce; nothing was sent.", count,
                                count == 1 ? "field" : "fields", object_.name),
                    "Correct every one of the `violations` and call again. salesforce_get_object_fields with `fields` "
                    "lists the values of a picklist.",
                    Outcome::not_sent);
        if (*code_ == ErrorCode::permission_denied) {
            error.guidance = "A Salesforce administrator can give the connected user edit access to a field.";
            if (something_left_) error.guidance += " Without these fields, the others can be written: call again.";
        }
        error.violations = std::move(violations_);
        error.fields = std::move(fields_);
        // What is near one mistake is not near another: with several, each violation has its own.
        if (suggested_ == 1) error.did_you_mean = std::move(did_you_mean_);
        return Failure(std::move(error));
    }

    std::vector<std::string> take_warnings() { return std::move(warnings_); }

  private:
    // An unknown name weighs most: the other violations may come from it.
    void refuse(ErrorCode code, const WriteField& one, std::string message) {
        const bool weighs_more = code_ == ErrorCode::permission_denied && code != ErrorCode::permission_denied;
        if (!code_ || code == ErrorCode::unknown_field || weighs_more) code_ = code;
        violations_.push_back({pointer_to(one.name), std::move(message)});
        fields_.push_back(one.name);
    }

    bool is_writable(const Field& field) const { return verb_ == Verb::post ? field.createable : field.updateable; }

    void refuse_unwritable(const WriteField& one) {
        const Field& field = *one.field;
        const std::string_view leave = something_left_ ? ": leave it out" : "";
        if (const std::string parts = parts_of(object_, field); !parts.empty()) {
            refuse(ErrorCode::validation_failed, one, parts);
        } else if (field.calculated) {
            refuse(ErrorCode::validation_failed, one,
                   fmt::format("is a formula, which Salesforce computes from other fields; only an administrator can "
                               "change it{}",
                               leave));
        } else if (field.type == "id" || is_audit_field(field.name)) {
            refuse(ErrorCode::validation_failed, one, fmt::format("is kept by Salesforce itself{}", leave));
        } else if (!field.read_only()) {
            refuse(ErrorCode::validation_failed, one,
                   fmt::format("can be set {} only{}", verb_ == Verb::post ? "in an update" : "at creation", leave));
        } else {
            refuse(
                ErrorCode::permission_denied, one,
                fmt::format("cannot be edited by the connected user, and is no formula: a Salesforce administrator can "
                            "give edit access, unless Salesforce keeps the field itself{}",
                            leave));
        }
    }

    std::string nearest(const std::vector<std::string>& names) {
        if (!names.empty()) ++suggested_;
        for (const std::string& name : names) did_you_mean_.push_back(name);
        return names.empty() ? std::string() : fmt::format("; nearest: {}", fmt::join(names, ", "));
    }

    // A relationship may hold an object with an external id, and lists such as TaskWhoIds are in no describe.
    void check_unknown(const WriteField& one) {
        if (one.value.is_array() && is_field_name(one.name)) return;
        if (one.value.is_object() && object_.relationship(one.name) != nullptr) return;
        const auto names =
            one.value.is_object() ? suggest_relationships(object_, one.name) : suggest_fields(object_, one.name);
        refuse(ErrorCode::unknown_field, one,
               fmt::format("{} has no such field, or it is hidden from the connected user{}", object_.name,
                           nearest(names)));
    }

    // People know a value by its label; two values of one label tell nothing.
    static const PicklistValue* listed_by_label(const Field& field, std::string_view label) {
        const PicklistValue* found = nullptr;
        for (const PicklistValue& entry : field.values) {
            if (!entry.active || !base::equal_ignoring_case(entry.label, label)) continue;
            if (found != nullptr) return nullptr;
            found = &entry;
        }
        return found;
    }

    static const PicklistValue* listed(const Field& field, std::string_view value, bool active_only) {
        const auto found = std::find_if(field.values.begin(), field.values.end(), [&](const PicklistValue& entry) {
            return (entry.active || !active_only) && base::equal_ignoring_case(entry.value, value);
        });
        if (found == field.values.end()) return listed_by_label(field, value);
        return found != field.values.end() ? &*found : nullptr;
    }

    void check_picklist(WriteField& one) {
        if (one.value.is_array()) {
            refuse_list(one);
            return;
        }
        const auto* given = one.value.get_ptr<const std::string*>();
        if (given == nullptr || given->empty() || one.field->values.empty()) return;
        const bool several = one.field->type == "multipicklist";
        std::string spelt;
        for (const std::string_view part : several ? base::split(*given, ';') : std::vector<std::string_view>{*given}) {
            const std::string_view value = several ? base::trim(part) : part;
            const PicklistValue* entry = listed(*one.field, value, !one.field->restricted);
            if (entry == nullptr && (one.field->restricted || !allow_unlisted_)) {
                refuse_value(one, value);
                return;
            }
            if (!spelt.empty()) spelt += ';';
            spelt += entry != nullptr ? std::string_view(entry->value) : value;
        }
        if (spelt == *given) return;
        warnings_.push_back(fmt::format("{} is written as “{}”, as the picklist spells it.", one.name, spelt));
        one.value = spelt;
        one.text = sdk::to_text(one.value);
    }

    void refuse_list(const WriteField& one) {
        if (one.field->type != "multipicklist") {
            refuse(ErrorCode::invalid_arguments, one, "expected one value, not a list");
            return;
        }
        std::string joined;
        for (const Json& part : one.value) {
            if (!joined.empty()) joined += ';';
            joined += part.is_string() ? part.get<std::string>() : sdk::to_text(part);
        }
        refuse(ErrorCode::invalid_arguments, one,
               fmt::format("expected the values in one text, joined by \";\": \"{}\"", quoted_data(joined, 200)));
    }

    // Those that are near; where none is, all of a list that is short enough to choose from.
    std::string choices(const Field& field, std::string_view value) {
        constexpr std::size_t few = 12;
        std::string near = nearest(suggest_values(field, value));
        if (!near.empty()) return near;
        std::vector<std::string> active;
        for (const PicklistValue& entry : field.values) {
            if (entry.active) active.push_back(quoted_data(entry.value, 80));
        }
        return active.empty() || active.size() > few ? "" : fmt::format("; its values: {}", fmt::join(active, ", "));
    }

    void refuse_value(const WriteField& one, std::string_view value) {
        const std::string near = choices(*one.field, value);
        refuse(ErrorCode::validation_failed, one,
               fmt::format("“{}” is none of the values of this {}picklist{}{}", quoted_data(value, 80),
                           one.field->restricted ? "restricted " : "", near,
                           one.field->restricted ? ""
                                                 : "; Salesforce would store it all the same: if that is wanted, set "
                                                   "allow_unlisted_picklist_values to true"));
    }

    void check_datetime(const WriteField& one) {
        const auto* given = one.value.get_ptr<const std::string*>();
        if (given == nullptr) return;
        const bool blank_inside = given->size() > 10 && (*given)[10] == ' ';
        if (blank_inside && datetime_form(*given) == DatetimeForm::with_offset) {
            std::string repaired = *given;
            repaired[10] = 'T';
            refuse(ErrorCode::invalid_arguments, one,
                   fmt::format("a T stands between day and time: expected \"{}\"", repaired));
            return;
        }
        const bool day_alone = read_date(*given).has_value();
        if (!day_alone && datetime_form(*given) != DatetimeForm::without_offset) return;
        refuse(ErrorCode::invalid_arguments, one,
               fmt::format("a time without offset could mean any time zone; expected one such as \"{}\" (the user's "
                           "zone is {})",
                           context_.zone().with_offset(*given),
                           context_.time_zone.empty() ? "not known: UTC" : context_.time_zone));
    }

    // An all-day event stands at midnight UTC of the day that is meant, in whatever zone that day was written.
    void check_all_day(WriteField& one) {
        const auto* given = one.value.get_ptr<const std::string*>();
        const std::string day = given != nullptr ? given->substr(0, 10) : std::string();
        const bool date_or_time =
            given != nullptr && read_date(day) && (given->size() == 10 || datetime_form(*given) != DatetimeForm::none);
        if (!date_or_time) return;
        const std::string written = day + "T00:00:00.000Z";
        if (read_datetime(*given) != read_datetime(written)) {
            warnings_.push_back(fmt::format("{} is written as {}: an all-day event stands at midnight UTC of its day.",
                                            one.name, written));
        }
        one.value = written;
        one.text = sdk::to_text(one.value);
    }

    void check_date(const WriteField& one) {
        const auto* given = one.value.get_ptr<const std::string*>();
        const std::optional<base::Days> day = given != nullptr ? read_date(*given) : std::nullopt;
        const bool watched = one.name == "CloseDate" || one.name == "ActivityDate";
        if (watched && day && *day < today_ - long_past_days) {
            warnings_.push_back(fmt::format("{} {} is more than {} days in the past (today is {}).", one.name, *given,
                                            long_past_days, to_date_text(today_)));
        }
    }

    const Describe& object_;
    Verb verb_;
    bool allow_unlisted_;
    bool all_day_;
    const UserContext& context_;
    base::Days today_;
    bool something_left_ = false;  // a field that can be written, were the others left out
    int suggested_ = 0;            // mistakes that have near names
    std::optional<ErrorCode> code_;
    std::vector<Violation> violations_;
    std::vector<std::string> fields_;
    std::vector<std::string> did_you_mean_;
    std::vector<std::string> warnings_;
};

bool needs_zone(const Json& fields, const Describe& object) {
    for (const auto& [name, value] : fields.items()) {
        const Field* field = object.field(name);
        const auto* text = value.get_ptr<const std::string*>();
        if (field == nullptr || field->type != "datetime" || text == nullptr) continue;
        if (read_date(*text) || datetime_form(*text) == DatetimeForm::without_offset) return true;
    }
    return false;
}

// Whether it is about an event of whole days, as the call says it or, in an update that leaves it alone, as it is stored.
Task<bool> is_all_day(ToolRun& run, std::string object, Verb verb) {
    if (object != "Event") co_return false;
    bool has_time = false;
    for (const auto& [name, value] : run.arguments["fields"].items()) {
        if (base::equal_ignoring_case(name, all_day_field)) co_return value == true;
        has_time = has_time || is_event_time(name);
    }
    if (verb == Verb::post || !has_time) co_return false;
    Request request = get_row(object, run.target.id, std::string(all_day_field));
    const Answer answer = co_await run.rest.send(std::move(request));
    const std::optional<Json> row = answer.ok() ? sdk::parse_json(answer.body) : std::nullopt;
    co_return row && row->is_object() && row->value(std::string(all_day_field), Json()) == true;
}

}  // namespace

std::string parts_of(const Describe& object, const Field& field) {
    std::vector<std::string> parts;
    for (const Field& part : object.fields) {
        const bool writable = part.createable || part.updateable;
        if (writable && part.name != field.name && base::equal_ignoring_case(part.compound, field.name)) {
            parts.push_back(part.name);
        }
    }
    return parts.empty() ? "" : fmt::format("is made of its parts: set {} instead", fmt::join(parts, ", "));
}

std::string WritePlan::body() const {
    std::string body = "{";
    for (const WriteField& one : fields) {
        if (body.size() > 1) body += ',';
        body.append(sdk::to_text(one.name)).append(":").append(one.text);
    }
    return body + "}";
}

std::vector<std::string> WritePlan::field_names() const {
    std::vector<std::string> names;
    for (const WriteField& one : fields) {
        if (!base::equal_ignoring_case(one.name, "attributes")) names.push_back(one.name);
    }
    return names;
}

void check_write_fields(const Json& arguments, Verb verb, CheckedArguments& checked) {
    const auto found = arguments.find("fields");
    if (found == arguments.end() || !found->is_object()) return;
    if (found->empty()) {
        checked.violations.push_back({"/fields", R"(expected at least one field, such as {"Phone": "+1 555 0100"})"});
    }
    std::vector<std::string> seen;
    for (const auto& [name, value] : found->items()) {
        const std::string letters = base::lower(name);
        if (std::find(seen.begin(), seen.end(), letters) != seen.end()) {
            checked.violations.push_back(
                {pointer_to(name), "the same field twice: names are the same in any letter case"});
        }
        seen.push_back(letters);
        const std::size_t dot = name.find('.');
        if (dot != std::string::npos && is_field_path(name)) {
            Json nested = Json::object();
            nested[name.substr(0, dot)][name.substr(dot + 1)] = value;
            checked.violations.push_back(
                {pointer_to(name),
                 "another record is named by an external id in an object of its own: " + sdk::to_text(nested)});
        } else if (is_label(name)) {
            continue;  // the describe knows whose
        } else if (!is_field_name(name)) {
            checked.violations.push_back(
                {pointer_to(name), "expected an API name of letters, digits and _, such as \"Phone\" or \"Score__c\""});
        } else if (letters == "id") {
            checked.violations.push_back({pointer_to(name), verb == Verb::post
                                                                ? "Salesforce gives the Id itself: leave it out"
                                                                : "the Id cannot change: it belongs into record_id"});
        } else if (verb == Verb::patch && is_audit_field(name)) {
            checked.violations.push_back({pointer_to(name), "Salesforce keeps this field itself: leave it out"});
        }
    }
}

Result<WritePlan> plan_write(const ToolRun& run, DescribePointer object, Verb verb, bool all_day,
                             const UserContext& context) {
    const base::Days today = context.zone().day_at(run.call.core().unix_ns() / 1'000'000'000);
    WriteChecker checker(*object, verb, flag_argument(run.arguments, "allow_unlisted_picklist_values"), all_day,
                         context, today, run.arguments["fields"]);
    WritePlan plan(std::move(object));
    const Json& values = run.arguments["fields"];
    for (auto& [name, text] : written_fields(run.call.arguments())) {
        const auto value = values.find(name);
        if (value == values.end()) continue;
        WriteField one{name, std::move(text), *value, nullptr};
        checker.check(one);
        plan.fields.push_back(std::move(one));
    }
    plan.warnings = checker.take_warnings();
    if (Result<void> right = std::move(checker).result(); !right) return Failure(std::move(right).error());
    return plan;
}

Task<Result<WritePlan>> prepare_write(ToolRun& run, std::string object, Verb verb) {
    Result<DescribePointer> describe = co_await run.describes.get(run.rest, run.principal.key, object);
    if (!describe) {
        Error error = co_await with_object_suggestions(run, describe.error(), object);
        co_return Failure(std::move(error));
    }
    learn_links(run, **describe);
    const bool allowed = verb == Verb::post ? (*describe)->createable : (*describe)->updateable;
    if (!allowed) {
        co_return Failure(Error(ErrorCode::permission_denied,
                                fmt::format("The connected user may not {} records of {}.",
                                            verb == Verb::post ? "create" : "change", (*describe)->name),
                                "Ask a Salesforce administrator for the permission on this object.",
                                Outcome::not_sent));
    }
    UserContext context = known_context(run.call, run.principal);
    const bool all_day = co_await is_all_day(run, (*describe)->name, verb);
    const bool zone_needed = context.time_zone.empty() && !all_day && needs_zone(run.arguments["fields"], **describe);
    if (zone_needed) context = co_await learn_context(run.rest, run.principal);

    Result<WritePlan> plan = plan_write(run, *describe, verb, all_day, context);
    const bool context_known = run.principal.context.has_value() || !context.time_zone.empty();
    if (!plan && context_known) {
        plan.error().context_json = sdk::to_text(context.to_json(run.call.core().unix_ns()));
    }
    co_return plan;
}

}  // namespace alysio::salesforce
