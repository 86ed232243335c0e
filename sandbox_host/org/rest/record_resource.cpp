#include "sandbox_host/org/rest/preconditions.hpp"
#include "sandbox_host/org/rest/rest.hpp"

namespace alysio::sandbox::org {
namespace {

Validators validators_of(const RestCall& call, const Record& record) {
    Validators validators{parse_datetime(record.text("LastModifiedDate")), ""};
    if (record.object().name == "Account") {
        const auto whole = call.tenant.records().to_json(call.user.actor(), record, {}, call.version);
        if (whole) validators.etag = etag_of(*whole);
    }
    return validators;
}

Response read(const RestCall& call, const Record& record) {
    const Validators validators = validators_of(call, record);
    if (auto refusal = refusal_to_read(call.request, validators)) return *std::move(refusal);
    auto json = call.tenant.records().to_json(call.user.actor(), record,
                                              comma_list(call.request.parameter("fields").value_or("")), call.version);
    if (!json) return error_response(json.error());
    Response response = json_response(200, *std::move(json));
    add_validators(response, validators);
    return response;
}

Response update(const RestCall& call, const Record& record) {
    if (!takes_json(call)) return wrong_media_type();
    if (auto refusal = refusal_to_write(call.request, validators_of(call, record))) return *std::move(refusal);
    const auto done =
        call.tenant.records().update(call.user.actor(), record.object(), record.text("Id"), call.request.body);
    return done ? Response{204, {}, ""} : error_response(done.error());
}

}  // namespace

Response record_resource(const RestCall& call, const Object& object, const std::string& id) {
    Records& records = call.tenant.records();
    if (call.method == "DELETE") {
        const auto done = records.remove(call.user.actor(), object, id);
        return done ? Response{204, {}, ""} : error_response(done.error());
    }
    if (call.method != "GET" && call.method != "PATCH") return method_not_allowed(call, "HEAD,GET,PATCH,DELETE");
    const auto found = records.find(object, id);
    if (!found) return error_response(found.error());
    return call.method == "PATCH" ? update(call, *found) : read(call, *found);
}

}  // namespace alysio::sandbox::org
