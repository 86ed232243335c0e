#include "sandbox_host/tenants/access.hpp"

#include "sandbox_host/soql/parser.hpp"
#include "sandbox_host/soql/references.hpp"
#include "sandbox_host/tenants/names.hpp"
#include "sandbox_host/tenants/relationships.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace alysio::sandbox::tenants {
namespace {

using services::Failure;
using services::RequestView;

// The manifest's captures and parameters that a rule is about.
constexpr std::string_view object_capture = "object";
constexpr std::string_view fields_parameter = "fields";

bool any_matches(const std::vector<std::string>& patterns, std::string_view name) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) { return matches(pattern, name); });
}

bool denies_object(const AccessRule& rule, std::string_view object) {
    return any_matches(rule.denied_objects, object) ||
           (rule.allowed_objects && !any_matches(*rule.allowed_objects, object));
}

// The field names denied on an object; `objects` empty: on any.
std::vector<std::string_view> denied_fields(const AccessRule& rule, const std::vector<std::string_view>& objects) {
    std::vector<std::string_view> fields;
    for (const std::string_view entry : rule.denied_fields) {
        const auto dot = entry.find('.');
        const bool concerned = std::any_of(objects.begin(), objects.end(),
                                           [&](const auto& object) { return matches(entry.substr(0, dot), object); });
        if (concerned) fields.push_back(entry.substr(dot + 1));
    }
    return fields;
}

bool denies_field(const std::vector<std::string_view>& patterns, std::string_view field) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) { return matches(pattern, field); });
}

// A body sets the lookup AccountId also through {"Account": {"External__c": …}}, and Deal__c through Deal__r.
std::string lookup_of(std::string_view relationship) {
    const bool custom = relationship.size() > 3 && same_name(relationship.substr(relationship.size() - 3), "__r");
    return custom ? std::string(relationship.substr(0, relationship.size() - 1)) + 'c'
                  : std::string(relationship) + "Id";
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool is_word_char(char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// The words of a query outside its text literals: every field it names is among them.
std::vector<std::string_view> words(std::string_view query) {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < query.size();) {
        if (query[i] == '\'') {
            for (++i; i < query.size() && query[i] != '\''; ++i) {
                if (query[i] == '\\') ++i;
            }
            ++i;
        } else if (is_word_char(query[i])) {
            const auto start = i;
            while (i < query.size() && is_word_char(query[i])) ++i;
            words.push_back(query.substr(start, i - start));
        } else {
            ++i;
        }
    }
    return words;
}

}  // namespace

AccessPolicy::AccessPolicy(std::string tenant, AccessRule read, AccessRule write)
    : tenant_(std::move(tenant)), read_(std::move(read)), write_(std::move(write)) {}

bool AccessPolicy::may_write() const {
    return !write_.allowed_objects || !write_.allowed_objects->empty();
}

std::optional<Failure> AccessPolicy::check(const RequestView& request, const Match& match,
                                           const EndpointPolicy& endpoints) const {
    const auto object = match.capture(object_capture);
    if (request.method != ALYSIO_HTTP_GET) {
        for (const auto& [capture, patterns] : endpoints.write_denied()) {
            const auto value = match.capture(capture);
            if (!value.empty() && any_matches(patterns, value)) {
                Failure failure;
                failure.message = "No tenant lets a plugin write " + std::string(value) + '.';
                failure.subject = value;
                return failure;
            }
        }
        if (auto failure = check_object(write_, "writing ", object)) return failure;
        return check_body(object, request.body);
    }
    if (!read_.restricts()) return {};
    if (!match.endpoint->soql_key.empty()) {
        for (const auto& [key, value] : request.query) {
            if (key == match.endpoint->soql_key) return check_soql(value);
        }
    }
    if (object.empty()) return {};
    if (auto failure = check_object(read_, "reading ", object)) return failure;
    return check_record(request, match);
}

std::optional<Failure> AccessPolicy::check_object(const AccessRule& rule, std::string_view verb,
                                                  std::string_view object) const {
    if (!denies_object(rule, object)) return {};
    return denied(std::string(verb) + std::string(object), std::string(object));
}

// A record read without a list of fields answers with all of them.
std::optional<Failure> AccessPolicy::check_record(const RequestView& request, const Match& match) const {
    const auto object = match.capture(object_capture);
    const auto& keys = match.endpoint->query_keys;
    const auto patterns = denied_fields(read_, {object});
    if (patterns.empty() || std::find(keys.begin(), keys.end(), fields_parameter) == keys.end()) return {};
    for (const auto& [key, value] : request.query) {
        if (key != fields_parameter || value.empty()) continue;
        for (const auto field : split(value, ',')) {
            const bool plain = std::all_of(field.begin(), field.end(), is_word_char);
            if (plain && !denies_field(patterns, field)) continue;
            auto name = std::string(object) + '.' + std::string(field);
            return denied("reading " + name, name);
        }
        return {};
    }
    return denied("reading all fields of " + std::string(object) + " (name the fields you need)", std::string(object));
}

std::optional<Failure> AccessPolicy::check_body(std::string_view object, std::string_view body) const {
    // Members that stand there twice count twice: the server decides which one it takes.
    std::vector<std::string> fields;
    const auto document = nlohmann::json::parse(
        body,
        [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
            if (event == nlohmann::json::parse_event_t::key && depth == 1) {
                fields.push_back(parsed.get_ref<const std::string&>());
            }
            return true;
        },
        false);
    if (!document.is_object()) {
        Failure failure;
        failure.message = "The body of a write must be one JSON object.";
        failure.subject = object;
        return failure;
    }
    const auto patterns = denied_fields(write_, {object});
    for (const auto& field : fields) {
        if (!denies_field(patterns, field) && !denies_field(patterns, lookup_of(field))) continue;
        auto name = std::string(object) + '.' + field;
        return denied("writing " + name, name);
    }
    return {};
}

std::optional<Failure> AccessPolicy::check_soql(std::string_view query) const {
    const auto parsed = soql::parse(query);
    if (!parsed) {
        return denied("queries that the host cannot read (" + parsed.error().sentence + ')', "query");
    }
    const auto references = soql::references(*parsed);
    std::vector<std::string_view> objects{references.objects.begin(), references.objects.end()};
    for (const std::string_view path : references.relationships) {
        for (const auto name : split(path, '.')) {
            const auto configured =
                std::find_if(read_.relationships.begin(), read_.relationships.end(),
                             [&](const auto& relationship) { return same_name(relationship.first, name); });
            if (configured != read_.relationships.end()) {
                objects.insert(objects.end(), configured->second.begin(), configured->second.end());
            } else if (const auto standard = standard_relationship(name)) {
                objects.insert(objects.end(), standard->begin(), standard->end());
            } else {
                return denied("the relationship " + std::string(name) + ", whose object the host does not know",
                              std::string(name));
            }
        }
    }
    for (const auto object : objects) {
        if (auto failure = check_object(read_, "reading ", object)) return failure;
    }
    const auto patterns = denied_fields(read_, objects);
    if (patterns.empty()) return {};
    for (const auto word : words(query)) {
        if (same_name(word, "FIELDS")) return denied("FIELDS(), which reads all fields", "FIELDS");
        if (denies_field(patterns, word)) return denied("reading the field " + std::string(word), std::string(word));
    }
    return {};
}

Failure AccessPolicy::denied(std::string_view what, std::string subject) const {
    Failure failure;
    failure.message =
        "The policy of tenant " + tenant_ + " denies " + std::string(what) + "; whoever runs the host can change it.";
    failure.subject = std::move(subject);
    return failure;
}

}  // namespace alysio::sandbox::tenants
