#include "sandbox_host/org/tenant/change.hpp"

#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/tenant/tenant.hpp"
#include "sandbox_host/org/wire/http.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

constexpr const char* shape =
    R"(a change is {"method":"POST","path":"/sobjects/X","body":{…}}, or PATCH or DELETE with "/sobjects/X/id")";

base::Error refused(const ApiErrors& errors) {
    return base::Error{errors.front().code + ": " + errors.front().message};
}

}  // namespace

base::Result<Change> Change::load(const json& document) {
    const bool is_object = document.is_object() && std::all_of(document.begin(), document.end(), [](const json& value) {
                               return value.is_string() || value.is_object();
                           });
    if (!is_object) return base::Error{shape};
    Change change;
    Request request;
    for (const auto& [key, value] : document.items()) {
        if (key == "method" && value.is_string()) {
            change.method = value.get<std::string>();
        } else if (key == "path" && value.is_string()) {
            request.target = value.get<std::string>();
        } else if (key == "body" && value.is_object()) {
            change.body = value.dump();
        } else {
            return base::Error{"\"" + key + "\" does not belong in a change; " + shape};
        }
    }
    const bool creates = change.method == "POST";
    const bool known = creates || change.method == "PATCH" || change.method == "DELETE";
    const auto path = request.segments();
    const std::size_t parts = creates ? 2 : 3;
    if (!known || path.size() != parts || path[0] != "sobjects") return base::Error{shape};
    if (change.body.empty() != (change.method == "DELETE")) return base::Error{shape};
    change.object = path[1];
    if (!creates) change.id = path[2];
    return change;
}

base::Result<std::string> Change::make(Tenant& tenant) const {
    const Object* found = tenant.schema().find(object);
    if (found == nullptr) return base::Error{"the tenant " + tenant.name() + " has no " + object};
    const Profile everything = Profile::system();
    const Actor org{make_id("005", 1), &everything};
    Records& records = tenant.records();
    if (method == "POST") {
        auto created = records.create(org, *found, body);
        if (!created) return refused(created.error());
        return *std::move(created);
    }
    const auto done = method == "PATCH" ? records.update(org, *found, id, body) : records.remove(org, *found, id);
    if (!done) return refused(done.error());
    return id;
}

}  // namespace alysio::sandbox::org
