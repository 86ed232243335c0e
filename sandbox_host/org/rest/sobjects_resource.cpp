#include "sandbox_host/org/describe/describe.hpp"
#include "sandbox_host/org/rest/preconditions.hpp"
#include "sandbox_host/org/rest/rest.hpp"

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

// The org's own schema is what its date is of: what a profile may see of it changes without it.
Response describe(const RestCall& call, const Object& object) {
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET");
    Validators validators{call.tenant.schema_date, ""};
    if (auto refusal = refusal_to_read(call.request, validators)) return *std::move(refusal);
    Response response =
        json_response(200, describe_object(call.tenant.database(), call.tenant.schema(), object, *call.user.profile,
                                           {call.version, call.tenant.instance_url}));
    validators.etag = etag_of(response.body);
    add_validators(response, validators);
    return response;
}

// Unlike the description of one object, the list has a date that moves with the profiles.
Response list_objects(const RestCall& call) {
    const Validators validators{std::max(call.tenant.schema_date, call.tenant.profiles_date), ""};
    if (auto refusal = refusal_to_read(call.request, validators)) return *std::move(refusal);
    Response response = json_response(
        200, describe_global(call.tenant.schema(), *call.user.profile, {call.version, call.tenant.instance_url}));
    add_validators(response, validators);
    return response;
}

Response create(const RestCall& call, const Object& object) {
    if (!takes_json(call)) return wrong_media_type();
    const auto id = call.tenant.records().create(call.user.actor(), object, call.request.body);
    if (!id) return error_response(id.error());
    Response response = json_response(201, R"({"id":")" + *id + R"(","success":true,"errors":[]})");
    response.headers.emplace_back("Location", record_url(call, object, *id));
    return response;
}

Response object_resource(const RestCall& call, const Object& object) {
    if (call.method == "POST") return create(call, object);
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET,POST");
    return json_response(200, describe_summary(object, *call.user.profile, {call.version, call.tenant.instance_url}));
}

}  // namespace

Response sobjects_resource(const RestCall& call) {
    if (call.path.size() == 1) {
        if (call.method != "GET") return method_not_allowed(call, "HEAD,GET");
        return list_objects(call);
    }
    const auto object = call.tenant.records().object(call.user.actor(), call.path[1]);
    if (!object) return error_response(object.error());
    switch (call.path.size()) {
        case 2:
            return object_resource(call, **object);
        case 3:
            return call.path[2] == "describe" ? describe(call, **object)
                                              : record_resource(call, **object, call.path[2]);
        case 4:
            return external_id_resource(call, **object);
        default:
            return not_found();
    }
}

}  // namespace alysio::sandbox::org
