#include "sandbox_host/org/rest/rest.hpp"
#include "sandbox_host/org/wire/json_text.hpp"

#include <alysio/base/encoding.hpp>

namespace alysio::sandbox::org {
namespace {

constexpr int first_version_with_upsert_body = 46;

Response several(const RestCall& call, const Object& object, const std::vector<std::string>& ids) {
    std::string urls;
    for (const std::string& id : ids) {
        urls += urls.empty() ? "[" : ",";
        base::append_json_quoted(record_url(call, object, id), urls);
    }
    return json_response(300, urls + "]");
}

Response upsert(const RestCall& call, const Object& object, const Field& field) {
    if (!takes_json(call)) return wrong_media_type();
    const auto upserted =
        call.tenant.records().upsert(call.user.actor(), object, field, call.path[3], call.request.body);
    if (!upserted) return error_response(upserted.error());
    if (!upserted->created && std::stoi(call.version) < first_version_with_upsert_body) return {204, {}, ""};
    Response response =
        json_response(upserted->created ? 201 : 200, R"({"id":")" + upserted->id + R"(","success":true,"errors":[],)" +
                                                         R"("created":)" + (upserted->created ? "true}" : "false}"));
    if (upserted->created) response.headers.emplace_back("Location", record_url(call, object, upserted->id));
    return response;
}

}  // namespace

// GET, PATCH, DELETE /sobjects/Account/Customer_Number__c/C-17
Response external_id_resource(const RestCall& call, const Object& object) {
    const Field* field = object.find(call.path[2]);
    if (field != nullptr && field->type == FieldType::id) return record_resource(call, object, call.path[3]);
    if (field == nullptr || !field->external_id || !call.user.profile->can_read(object, *field)) {
        return error_response(
            {{404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + call.path[2]}});
    }
    if (call.method != "GET" && call.method != "PATCH" && call.method != "DELETE") {
        return method_not_allowed(call, "HEAD,GET,PATCH,DELETE");
    }
    const auto ids = find_ids(call.tenant.database(), object, *field, Value{call.path[3]});
    if (ids.size() > 1) return several(call, object, ids);
    if (call.method == "PATCH") return upsert(call, object, *field);
    return ids.empty() ? not_found() : record_resource(call, object, ids.front());
}

}  // namespace alysio::sandbox::org
