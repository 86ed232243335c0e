#include "sandbox_host/org/describe/describe.hpp"
#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/rest/rest.hpp"
#include "sandbox_host/org/wire/json_text.hpp"

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

std::string record_url(const Call& call, const Object& object, std::string_view id) {
    return "/services/data/v" + call.version + "/sobjects/" + object.name + "/" + std::string(id);
}

bool takes_json(const Call& call) {
    const std::string_view type = call.request.header("Content-Type");
    return type.empty() || type.find("json") != std::string_view::npos;
}

Response wrong_media_type() {
    return error_response({{415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type"}});
}

bool unmodified_since(const Call& call, Instant changed) {
    const auto since = parse_http_date(call.request.header("If-Modified-Since"));
    return since && std::chrono::floor<std::chrono::seconds>(changed) <= *since;
}

Response with_date(Response response, Instant changed) {
    response.headers.emplace_back("Last-Modified", format_http_date(changed));
    return response;
}

Response describe(const Call& call, const Object& object) {
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET");
    const Instant changed = call.tenant.schema_date;
    if (unmodified_since(call, changed)) return with_date({304, {}, ""}, changed);
    Response response =
        json_response(200, describe_object(call.tenant.database(), call.tenant.schema(), object, *call.user.profile,
                                           {call.version, call.tenant.instance_url}));
    response.headers.emplace_back("ETag", "\"" + std::to_string(std::hash<std::string>()(response.body)) + "\"");
    return with_date(std::move(response), changed);
}

Response create(const Call& call, const Object& object) {
    if (!takes_json(call)) return wrong_media_type();
    const auto id = call.tenant.records().create(call.user.actor(), object, call.request.body);
    if (!id) return error_response(id.error());
    Response response = json_response(201, R"({"id":")" + *id + R"(","success":true,"errors":[]})");
    response.headers.emplace_back("Location", record_url(call, object, *id));
    return response;
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts;
    for (std::size_t start = 0; start < list.size();) {
        const auto end = std::min(list.find(',', start), list.size());
        if (end > start) parts.push_back(list.substr(start, end - start));
        start = end + 1;
    }
    return parts;
}

Response read(const Call& call, const Record& record) {
    const auto modified = parse_datetime(record.text("LastModifiedDate"));
    if (modified && unmodified_since(call, *modified)) return with_date({304, {}, ""}, *modified);
    auto json = call.tenant.records().to_json(call.user.actor(), record,
                                              split(call.request.parameter("fields").value_or("")), call.version);
    if (!json) return error_response(json.error());
    Response response = json_response(200, *std::move(json));
    return modified ? with_date(std::move(response), *modified) : response;
}

Response update(const Call& call, const Object& object, const std::string& id) {
    if (!takes_json(call)) return wrong_media_type();
    const std::string_view header = call.request.header("If-Unmodified-Since");
    const auto since = parse_http_date(header);
    if (!header.empty() && !since) {
        return error_response({{400, "INVALID_ARGUMENT", "If-Unmodified-Since is no valid date"}});
    }
    const auto done = call.tenant.records().update(call.user.actor(), object, id, call.request.body, since);
    return done ? Response{204, {}, ""} : error_response(done.error());
}

Response record(const Call& call, const Object& object, const std::string& id) {
    Records& records = call.tenant.records();
    if (call.method == "PATCH") return update(call, object, id);
    if (call.method == "DELETE") {
        const auto done = records.remove(call.user.actor(), object, id);
        return done ? Response{204, {}, ""} : error_response(done.error());
    }
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET,PATCH,DELETE");
    const auto found = records.find(object, id);
    return found ? read(call, *found) : error_response(found.error());
}

// GET /sobjects/Account/Customer_Number__c/C-17
Response record_by_external_id(const Call& call, const Object& object) {
    const Field* field = object.find(call.path[2]);
    if (field == nullptr || !field->external_id || !call.user.profile->can_read(object, *field)) {
        return error_response(
            {{404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + call.path[2]}});
    }
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET");
    const auto ids = find_ids(call.tenant.database(), object, *field, Value{call.path[3]});
    if (ids.empty()) return not_found();
    if (ids.size() == 1) return record(call, object, ids.front());
    std::string urls;
    for (const std::string& id : ids) {
        urls += urls.empty() ? "[" : ",";
        append_string(urls, record_url(call, object, id));
    }
    return json_response(300, urls + "]");
}

Response object_resource(const Call& call, const Object& object) {
    if (call.method == "POST") return create(call, object);
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET,POST");
    return json_response(200, describe_summary(object, *call.user.profile, {call.version, call.tenant.instance_url}));
}

}  // namespace

Response sobjects_resource(const Call& call) {
    if (call.path.size() == 1) {
        if (call.method != "GET") return method_not_allowed(call, "HEAD,GET");
        return json_response(
            200, describe_global(call.tenant.schema(), *call.user.profile, {call.version, call.tenant.instance_url}));
    }
    const auto object = call.tenant.records().object(call.user.actor(), call.path[1]);
    if (!object) return error_response(object.error());
    switch (call.path.size()) {
        case 2:
            return object_resource(call, **object);
        case 3:
            return call.path[2] == "describe" ? describe(call, **object) : record(call, **object, call.path[2]);
        case 4:
            return record_by_external_id(call, **object);
        default:
            return not_found();
    }
}

}  // namespace alysio::sandbox::org
