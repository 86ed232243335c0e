#include "sandbox_host/tenants/access.hpp"

#include "sandbox_host/tenants/name_pattern.hpp"
#include "sandbox_host/tenants/provider.hpp"
#include "sandbox_host/tenants/request_names.hpp"

#include <algorithm>
#include <vector>

namespace alysio::sandbox::tenants {
namespace {

using connection::RequestError;
using connection::RequestView;

bool denies_object(const AccessRule& rule, std::string_view object) {
    return any_matches(rule.denied_objects, object) ||
           (rule.allowed_objects && !any_matches(*rule.allowed_objects, object));
}

// The patterns of field names denied on any of these objects.
std::vector<std::string> denied_fields(const AccessRule& rule, const std::vector<std::string>& objects) {
    std::vector<std::string> fields;
    for (const std::string_view entry : rule.denied_fields) {
        const auto dot = entry.find('.');
        const bool concerned = std::any_of(objects.begin(), objects.end(),
                                           [&](const auto& object) { return matches(entry.substr(0, dot), object); });
        if (concerned) fields.emplace_back(entry.substr(dot + 1));
    }
    return fields;
}

RequestError refused(std::string message, std::string subject) {
    RequestError error;
    error.message = std::move(message);
    error.subject = std::move(subject);
    return error;
}

}  // namespace

AccessPolicy::AccessPolicy(std::string tenant, AccessRule read, AccessRule write)
    : tenant_(std::move(tenant)), read_(std::move(read)), write_(std::move(write)) {}

bool AccessPolicy::may_write() const {
    return !write_.allowed_objects || !write_.allowed_objects->empty();
}

AccessPolicy::Checked AccessPolicy::check(const RequestView& request, const Match& match,
                                          const EndpointPolicy& endpoints) const {
    const auto& endpoint = *match.endpoint;
    const auto& rule = endpoint.writes() ? write_ : read_;
    const RequestNames names{request, match};
    const auto object = names.object();
    const bool is_clear = object && is_plain_name(*object);
    const auto subject = object.value_or(endpoint.name);

    if (endpoint.writes() && !endpoint.is_free() && !endpoints.write_denied().empty()) {
        if (!is_clear) return refused("A write must say which object it is about.", subject);
        if (any_matches(endpoints.write_denied(), *object)) {
            return refused("No tenant lets a plugin write " + *object + '.', *object);
        }
    }
    const bool ruled = rule.restricts() && !endpoint.is_free();
    if (ruled && endpoint.object) {
        if (!is_clear) return denied("requests that do not name one object", subject);
        auto objects = endpoints.provider().objects_recorded_by(*object);
        objects.insert(objects.begin(), *object);
        for (const auto& one : objects) {
            const auto verb = endpoint.writes() ? "writing " : "reading ";
            if (auto checked = check_object(rule, verb, one); !checked) return checked;
        }
    }
    if (endpoint.has_body() && !names.has_sound_body()) {
        return refused("The body of a request must be one JSON object.", subject);
    }
    if (!ruled) return {};
    if (!endpoint.tells_object()) return denied("requests of which the manifest does not say what they touch", subject);
    if (endpoint.unrestricted.empty()) {
        if (const auto member = names.undeclared_member()) {
            return denied("the member " + *member + ", of which the manifest does not say what it touches", *member);
        }
    }
    if (endpoint.object) return check_fields(names, endpoint, *object, endpoints.provider());
    if (!endpoint.statement_key.empty()) return check_statement(names, endpoints.provider());
    // Whatever issued a locator was checked; that it was issued to this user, the connection sees to.
    return {};
}

AccessPolicy::Checked AccessPolicy::check_object(const AccessRule& rule, std::string_view verb,
                                                 std::string_view object) const {
    if (!denies_object(rule, object)) return {};
    return denied(std::string(verb) + std::string(object), std::string(object));
}

AccessPolicy::Checked AccessPolicy::check_fields(const RequestNames& names, const Endpoint& endpoint,
                                                 const std::string& object, const Provider& provider) const {
    const bool writes = endpoint.writes();
    const std::string verb = writes ? "writing " : "reading ";
    const auto& rule = writes ? write_ : read_;
    const auto recorded = provider.objects_recorded_by(object);
    const bool holds_values = endpoint.fields || !endpoint.tells_fields();
    if (holds_values && !writes && !denied_fields(rule, recorded).empty()) {
        return denied("reading " + object + ", which holds values of fields that may not be read", object);
    }
    const auto patterns = denied_fields(rule, {object});
    if (patterns.empty() || !holds_values) return {};
    const auto fields = names.fields();
    if (!fields) {
        // A record that is read without a list of fields comes with all of them.
        return denied(verb + "all fields of " + object + (writes ? "" : " (name the fields you need)"), object);
    }
    for (const auto& field : *fields) {
        const auto told = writes ? std::vector<std::string>() : provider.fields_told_by(field);
        const bool tells_denied =
            std::any_of(told.begin(), told.end(), [&](const auto& other) { return any_matches(patterns, other); });
        const bool allowed = is_plain_name(field) && !any_matches(patterns, field) &&
                             !any_matches(patterns, provider.field_set_by(field)) && !tells_denied;
        if (allowed) continue;
        auto name = object + '.' + field;
        return denied(verb + name, name);
    }
    return {};
}

AccessPolicy::Checked AccessPolicy::check_statement(const RequestNames& names, const Provider& provider) const {
    const auto* statement = names.statement();
    if (!statement) return denied("queries that do not say what they read", "query");
    const auto reads = provider.read_statement(*statement, read_.relationships);
    if (!reads) return denied(reads.error().what, reads.error().subject);
    for (const auto& object : reads->objects) {
        if (auto checked = check_object(read_, "reading ", object); !checked) return checked;
    }
    const auto patterns = denied_fields(read_, reads->objects);
    if (patterns.empty()) return {};
    if (const auto& function = reads->all_fields; !function.empty()) {
        return denied(function + ", which tells all fields", function);
    }
    for (const auto& field : reads->fields) {
        if (any_matches(patterns, field)) return denied("reading the field " + field, field);
    }
    return {};
}

RequestError AccessPolicy::denied(std::string_view what, std::string subject) const {
    return refused(
        "The policy of tenant " + tenant_ + " denies " + std::string(what) + "; whoever runs the host can change it.",
        std::move(subject));
}

}  // namespace alysio::sandbox::tenants
