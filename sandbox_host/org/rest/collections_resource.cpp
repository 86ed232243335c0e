#include "sandbox_host/org/rest/rest.hpp"
#include "sandbox_host/org/store/database.hpp"
#include "sandbox_host/org/wire/json_body.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

constexpr std::size_t most_records_written = 200;
constexpr std::size_t most_records_read = 2'000;

// What became of one record among many.
struct Outcome {
    std::string id;
    std::optional<bool> created;  // upserts tell
    ApiErrors errors;
};

Outcome refused(ApiErrors errors) {
    // A record among many is not looked for by a path, and so what is missing is called otherwise.
    for (ApiError& error : errors) {
        if (error.code != "NOT_FOUND") continue;
        error.code = "INVALID_CROSS_REFERENCE_KEY";
        error.message = "invalid cross reference id";
    }
    return {"", std::nullopt, std::move(errors)};
}

Outcome refused(std::string code, std::string message) {
    return refused(ApiErrors{{400, std::move(code), std::move(message)}});
}

void append(std::string& text, const Outcome& outcome) {
    if (outcome.errors.empty()) {
        text.append(R"({"id":")").append(outcome.id).append(R"(","success":true,"errors":[])");
        if (outcome.created) text.append(*outcome.created ? R"(,"created":true)" : R"(,"created":false)");
        text += '}';
        return;
    }
    text += R"({"success":false,"errors":[)";
    for (const ApiError& error : outcome.errors) {
        if (text.back() != '[') text += ',';
        text += nlohmann::ordered_json{{"statusCode", error.code},
                                       {"message", error.message},
                                       {"fields", error.fields.value_or(std::vector<std::string>{})}}
                    .dump();
    }
    text += "]}";
}

Response bad_request(const char* code, const std::string& message) {
    return error_response({{400, code, message}});
}

Response too_many(std::size_t most) {
    return bad_request("EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than " + std::to_string(most) +
                                                " records into this call");
}

// One record of the request, without what is about it rather than in it.
struct Given {
    std::string type;
    std::string id;
    json fields;
};

Given read_record(const json& record) {
    Given given;
    given.fields = json::object();
    for (const auto& [name, value] : record.items()) {
        if (name == "attributes") {
            const auto type = value.is_object() ? value.find("type") : value.end();
            if (value.is_object() && type != value.end() && type->is_string()) given.type = type->get<std::string>();
        } else if (base::equal_ignoring_case(name, "Id") && value.is_string()) {
            given.id = value.get<std::string>();
        } else {
            given.fields[name] = value;
        }
    }
    return given;
}

// Takes a field's value out of a record, as the text it has in a URL.
std::string take_key(json& fields, const Field& key) {
    std::string text;
    json others = json::object();
    for (const auto& [name, value] : fields.items()) {
        if (base::equal_ignoring_case(name, key.name) && !value.is_structured())
            text = value.is_string() ? value.get<std::string>() : value.dump();
        else
            others[name] = value;
    }
    fields = std::move(others);
    return text == "null" ? "" : text;
}

// Does the same for each record, all of them in one transaction where the request says all or none.
template <class Each>
Response for_each(const RestCall& call, bool all_or_none, std::size_t count, const Each& each) {
    std::vector<Outcome> outcomes;
    Transaction transaction(call.tenant.database());
    for (std::size_t i = 0; i < count; ++i) outcomes.push_back(each(i));
    const bool failed =
        std::any_of(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) { return !outcome.errors.empty(); });
    if (!all_or_none || !failed) {
        transaction.commit();
    } else {
        for (Outcome& outcome : outcomes) {
            if (!outcome.errors.empty()) continue;
            outcome = refused("ALL_OR_NONE_OPERATION_ROLLED_BACK",
                              "Record rolled back because not all records were valid "
                              "and the request was using AllOrNone header");
        }
    }
    std::string text = "[";
    for (const Outcome& outcome : outcomes) {
        if (text.size() > 1) text += ',';
        append(text, outcome);
    }
    return json_response(200, text + "]");
}

Outcome write_one(const RestCall& call, const Given& given) {
    const Actor actor = call.user.actor();
    const auto object = call.tenant.records().object(actor, given.type);
    if (!object) return refused("INVALID_TYPE", "sObject type '" + given.type + "' is not supported.");
    if (call.method == "POST") {
        if (!given.id.empty()) return refused("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call");
        auto id = call.tenant.records().create(actor, **object, given.fields.dump());
        return id ? Outcome{*std::move(id), {}, {}} : refused(id.error());
    }
    if (given.id.empty()) return refused("MISSING_ARGUMENT", "Id not specified in an update call");
    const auto done = call.tenant.records().update(actor, **object, given.id, given.fields.dump());
    return done ? Outcome{given.id, {}, {}} : refused(done.error());
}

// POST and PATCH /composite/sobjects
Response write(const RestCall& call, const json& body) {
    const json& records = body["records"];
    return for_each(call, body.value("allOrNone", false), records.size(),
                    [&](std::size_t i) { return write_one(call, read_record(records[i])); });
}

// PATCH /composite/sobjects/Account/Customer_Number__c
Response upsert(const RestCall& call, const json& body) {
    const Actor actor = call.user.actor();
    const auto object = call.tenant.records().object(actor, call.path[2]);
    if (!object) return error_response(object.error());
    const Field* key = (*object)->find(call.path[3]);
    if (key == nullptr || !key->external_id || !call.user.profile->can_read(**object, *key)) {
        return error_response(
            {{404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + call.path[3]}});
    }
    const json& records = body["records"];
    return for_each(call, body.value("allOrNone", false), records.size(), [&](std::size_t i) {
        Given given = read_record(records[i]);
        if (!base::equal_ignoring_case(given.type, (*object)->name)) {
            return refused("INVALID_TYPE", "sObject type '" + given.type + "' is not " + (*object)->name + ".");
        }
        const std::string value = take_key(given.fields, *key);
        if (value.empty()) return refused("MISSING_ARGUMENT", key->name + " not specified");
        auto upserted = call.tenant.records().upsert(actor, **object, *key, value, given.fields.dump());
        return upserted ? Outcome{upserted->id, upserted->created, {}} : refused(upserted.error());
    });
}

// DELETE /composite/sobjects?ids=001…,003…&allOrNone=true
Response remove(const RestCall& call) {
    const auto ids = comma_list(call.request.parameter("ids").value_or(""));
    if (ids.size() > most_records_written) return too_many(most_records_written);
    const Actor actor = call.user.actor();
    const bool all_or_none = call.request.parameter("allOrNone").value_or("") == "true";
    return for_each(call, all_or_none, ids.size(), [&](std::size_t i) {
        const Object* object = call.tenant.schema().of_id(ids[i]);
        if (object == nullptr) return refused("MALFORMED_ID", "malformed id " + ids[i]);
        const auto done = call.tenant.records().remove(actor, *object, ids[i]);
        return done ? Outcome{ids[i], {}, {}} : refused(done.error());
    });
}

std::vector<std::string> texts(const json& body, const char* name) {
    std::vector<std::string> list;
    const auto found = body.is_object() ? body.find(name) : body.end();
    if (found == body.end() || !found->is_array()) return list;
    for (const json& entry : *found) {
        if (entry.is_string()) list.push_back(entry.get<std::string>());
    }
    return list;
}

// GET /composite/sobjects/Account?ids=…&fields=…, and POST with {"ids":[…],"fields":[…]}
Response retrieve(const RestCall& call, const std::vector<std::string>& ids, const std::vector<std::string>& fields) {
    if (ids.size() > most_records_read) return too_many(most_records_read);
    if (ids.empty() || fields.empty()) return bad_request("MISSING_ARGUMENT", "ids and fields are required");
    const Actor actor = call.user.actor();
    const auto object = call.tenant.records().object(actor, call.path[2]);
    if (!object) return error_response(object.error());
    std::string text = "[";
    for (const std::string& id : ids) {
        if (text.size() > 1) text += ',';
        const auto record = call.tenant.records().find(**object, id);
        const auto record_text = record ? call.tenant.records().to_json(actor, *record, fields, call.version)
                                        : ApiResult<std::string>("null");
        if (!record_text) return error_response(record_text.error());
        text += *record_text;
    }
    return json_response(200, text + "]");
}

}  // namespace

Response collections_resource(const RestCall& call) {
    if (call.path.size() > 4) return not_found();
    if (call.method == "DELETE" && call.path.size() == 2) return remove(call);
    if (call.method == "GET" && call.path.size() == 3) {
        return retrieve(call, comma_list(call.request.parameter("ids").value_or("")),
                        comma_list(call.request.parameter("fields").value_or("")));
    }
    if (call.method != "POST" && call.method != "PATCH") return method_not_allowed(call, "POST,PATCH,DELETE");
    if (!takes_json(call)) return wrong_media_type();
    const auto body = parse_body(call.request.body);
    if (!body) return error_response(body.error());
    if (call.method == "POST" && call.path.size() == 3) {
        return retrieve(call, texts(*body, "ids"), texts(*body, "fields"));
    }
    const auto records = body->is_object() ? body->find("records") : body->end();
    const bool well_formed =
        records != body->end() && records->is_array() &&
        std::all_of(records->begin(), records->end(), [](const json& record) { return record.is_object(); });
    const auto all_or_none = body->is_object() ? body->find("allOrNone") : body->end();
    if (!well_formed || (all_or_none != body->end() && !all_or_none->is_boolean())) {
        return bad_request("JSON_PARSER_ERROR", "The request needs \"records\", a list of objects");
    }
    if (records->size() > most_records_written) return too_many(most_records_written);
    if (call.path.size() == 2) return write(call, *body);
    return call.path.size() == 4 && call.method == "PATCH" ? upsert(call, *body) : not_found();
}

}  // namespace alysio::sandbox::org
