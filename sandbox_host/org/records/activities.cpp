#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/records/rules.hpp"
#include "sandbox_host/org/time/datetime.hpp"

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

ApiErrors integrity(std::string field, std::string message) {
    return {{400, "FIELD_INTEGRITY_EXCEPTION", std::move(message), std::vector<std::string>{std::move(field)}}};
}

bool gives(const Input& input, std::string_view name) {
    return std::any_of(input.begin(), input.end(), [&](const auto& given) { return given.first->name == name; });
}

// The account an activity is about: the related record itself or its account, else that of the person.
Value account_of(Database& database, const Schema& schema, const Record& activity) {
    for (const char* name : {"WhatId", "WhoId"}) {
        const std::string id(activity.text(name));
        const Object* object = schema.of_id(id);
        if (object == nullptr) continue;
        if (object->name == "Account") return id;
        const auto related = load(database, *object, id);
        if (related && !is_null(related->get("AccountId"))) return related->get("AccountId");
    }
    return {};
}

// Start, end and duration are one fact told twice: a given end decides, else an event that moves keeps its duration.
ApiErrors settle_event_times(const Input& input, Record& event) {
    if (gives(input, "ActivityDateTime") && !gives(input, "StartDateTime")) {
        event.set("StartDateTime", event.get("ActivityDateTime"));
    }
    if (event.is_true("IsAllDayEvent") && is_null(event.get("StartDateTime")) && !is_null(event.get("ActivityDate"))) {
        event.set("StartDateTime", std::string(event.text("ActivityDate")) + "T00:00:00.000+0000");
    }
    const auto start = parse_datetime(event.text("StartDateTime"));
    if (!start) {
        return {{400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [StartDateTime]",
                 std::vector<std::string>{"StartDateTime"}}};
    }
    auto end = parse_datetime(event.text("EndDateTime"));
    const auto* minutes = std::get_if<std::int64_t>(&event.get("DurationInMinutes"));
    if (event.is_true("IsAllDayEvent") && !end && minutes == nullptr) end = *start;
    const bool duration_decides = gives(input, "DurationInMinutes") || gives(input, "StartDateTime") || !end;
    if (minutes != nullptr && duration_decides && !gives(input, "EndDateTime")) {
        end = *start + std::chrono::minutes(*minutes);
    }
    if (!end) {
        return {{400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [EndDateTime, DurationInMinutes]",
                 std::vector<std::string>{"EndDateTime", "DurationInMinutes"}}};
    }
    if (*end < *start) return integrity("EndDateTime", "Event end must not be before its start");
    if (*end - *start > std::chrono::days(14))
        return integrity("EndDateTime", "Event duration can't be longer than 14 days");
    const auto duration = std::chrono::duration_cast<std::chrono::minutes>(*end - *start);
    event.set("EndDateTime", format_datetime(*end));
    event.set("DurationInMinutes", std::int64_t{duration.count()});
    event.set("ActivityDateTime", event.get("StartDateTime"));
    event.set("ActivityDate", std::string(event.text("StartDateTime").substr(0, 10)));
    event.set("EndDate", std::string(event.text("EndDateTime").substr(0, 10)));
    return {};
}

}  // namespace

ApiErrors apply_activity_rules(Database& database, const Schema& schema, const Input& input, Record& record) {
    const bool is_event = record.object().name == "Event";
    if (!is_event && record.object().name != "Task") return {};
    const Object* who = schema.of_id(record.text("WhoId"));
    if (who != nullptr && who->name == "Lead" && !is_null(record.get("WhatId"))) {
        return integrity("WhatId", "Related To ID: a record can't be related to when the name is a lead");
    }
    record.set("AccountId", account_of(database, schema, record));
    return is_event ? settle_event_times(input, record) : ApiErrors{};
}

}  // namespace alysio::sandbox::org
