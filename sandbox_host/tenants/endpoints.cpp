#include "sandbox_host/tenants/endpoints.hpp"

#include "sandbox_host/tenants/config_reader.hpp"
#include "sandbox_host/tenants/names.hpp"
#include "sandbox_host/tenants/request_path.hpp"

#include <algorithm>

namespace alysio::sandbox::tenants {
namespace {

using services::Failure;
using services::RequestView;

constexpr std::pair<std::string_view, alysio_http_method> methods[] = {
    {"GET", ALYSIO_HTTP_GET}, {"POST", ALYSIO_HTTP_POST}, {"PATCH", ALYSIO_HTTP_PATCH}};

std::string method_name(alysio_http_method method) {
    for (const auto& [name, value] : methods) {
        if (value == method) return std::string(name);
    }
    return "?";
}

// "GET /sobjects/{object}": false when it is not written like that.
bool parse_template(std::string_view text, Endpoint& endpoint) {
    const auto blank = text.find(' ');
    const auto* method = std::find_if(std::begin(methods), std::end(methods),
                                      [&](const auto& known) { return known.first == text.substr(0, blank); });
    if (method == std::end(methods)) return false;
    endpoint.name = text;
    endpoint.method = method->second;
    auto path = text.substr(blank + 1);
    if (path.empty() || path.front() != '/') return false;
    path.remove_prefix(1);
    while (!path.empty()) {
        const auto segment = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(segment.size() + 1, path.size()));
        const bool capture = segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
        const auto name = capture ? segment.substr(1, segment.size() - 2) : segment;
        if (name.empty() || name.find_first_of("{}*?#%\\. ") != name.npos) return false;
        endpoint.path.push_back({std::string(name), capture});
    }
    return true;
}

std::vector<std::string> lowered(std::vector<std::string> names) {
    for (auto& name : names) name = lower(name);
    return names;
}

Endpoint read_endpoint(const Json& value, std::string pointer, std::vector<ConfigError>& errors) {
    ObjectReader reader{value, std::move(pointer), errors};
    Endpoint endpoint;
    const auto text = reader.text("endpoint", ObjectReader::Need::Required);
    if (!text.empty() && !parse_template(text, endpoint)) {
        reader.error("endpoint", "must be written like \"GET /sobjects/{object}\", with GET, POST or PATCH");
    }
    endpoint.query_keys = reader.texts("query").value_or(std::vector<std::string>{});
    endpoint.request_headers = lowered(reader.texts("request_headers").value_or(std::vector<std::string>{}));
    endpoint.response_headers = lowered(reader.texts("response_headers").value_or(std::vector<std::string>{}));
    endpoint.soql_key = reader.text("soql");
    if (const auto* member = reader.member("hands_out")) {
        ObjectReader hands_out{*member, reader.pointer("hands_out"), errors};
        endpoint.hands_out = HandsOut{hands_out.text("capture", ObjectReader::Need::Required),
                                      hands_out.text("key", ObjectReader::Need::Required)};
    }
    return endpoint;
}

std::size_t literals(const Endpoint& endpoint) {
    return static_cast<std::size_t>(std::count_if(endpoint.path.begin(), endpoint.path.end(),
                                                  [](const auto& segment) { return !segment.capture; }));
}

std::optional<Match> match_segments(const Endpoint& endpoint, const std::vector<std::string>& segments) {
    if (endpoint.path.size() != segments.size()) return {};
    Match match;
    match.endpoint = &endpoint;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (endpoint.path[i].capture) {
            match.captures.emplace_back(endpoint.path[i].text, segments[i]);
        } else if (endpoint.path[i].text != segments[i]) {
            return {};
        }
    }
    return match;
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_header_value(std::string_view value) {
    return std::none_of(value.begin(), value.end(),
                        [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

Failure denied(std::string message, std::string subject) {
    Failure failure;
    failure.status = ALYSIO_E_DENIED;
    failure.message = std::move(message);
    failure.subject = std::move(subject);
    return failure;
}

// Query keys, headers and body against what the endpoint lists.
std::optional<Failure> check(const RequestView& request, const Endpoint& endpoint) {
    std::vector<std::string_view> seen;
    for (const auto& [key, value] : request.query) {
        if (!holds(endpoint.query_keys, key)) {
            return denied("The plugin's manifest lists no such query parameter for " + endpoint.name + '.',
                          std::string(key));
        }
        if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
            return denied("A query parameter stands once.", std::string(key));
        }
        seen.push_back(key);
    }
    for (const auto& [name, value] : request.headers) {
        if (!holds(endpoint.request_headers, lower(name)) || !is_header_value(value)) {
            return denied("The plugin's manifest lists no such header for " + endpoint.name +
                              ", or its value holds "
                              "control bytes.",
                          std::string(name));
        }
    }
    if (request.method == ALYSIO_HTTP_GET && !request.body.empty()) return denied("GET has no body.", endpoint.name);
    return {};
}

}  // namespace

std::string_view Match::capture(std::string_view name) const {
    for (const auto& [key, value] : captures) {
        if (key == name) return value;
    }
    return {};
}

std::variant<EndpointPolicy, std::vector<ConfigError>> EndpointPolicy::parse(std::string_view manifest) {
    std::vector<ConfigError> errors;
    EndpointPolicy policy;
    const auto document = Json::parse(manifest, nullptr, false);
    if (!document.is_object() || !document.contains("policy")) {
        return std::vector<ConfigError>{{"/policy", "is missing, or the manifest is not JSON"}};
    }
    {
        ObjectReader reader{document["policy"], "/policy", errors};
        if (const auto* list = reader.member("endpoints"); list && list->is_array()) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                auto pointer = child_pointer(reader.pointer("endpoints"), std::to_string(i));
                policy.endpoints_.push_back(read_endpoint((*list)[i], std::move(pointer), errors));
            }
        } else {
            reader.error("endpoints", "must be a list");
        }
        if (const auto* member = reader.member("write_denied"); member && member->is_object()) {
            ObjectReader captures{*member, reader.pointer("write_denied"), errors};
            for (const auto& [capture, patterns] : member->items()) {
                policy.write_denied_.emplace_back(capture,
                                                  captures.texts(capture).value_or(std::vector<std::string>{}));
            }
        } else if (member) {
            reader.error("write_denied", "must be an object");
        }
    }
    if (!errors.empty()) return errors;
    std::stable_sort(policy.endpoints_.begin(), policy.endpoints_.end(),
                     [](const Endpoint& a, const Endpoint& b) { return literals(a) > literals(b); });
    return policy;
}

std::variant<Match, Failure> EndpointPolicy::match(const RequestView& request) const {
    const auto segments = split_path(request.path);
    if (const auto* problem = std::get_if<std::string>(&segments)) {
        return denied("The request is refused: " + *problem + '.', "path");
    }
    for (const auto& endpoint : endpoints_) {
        if (endpoint.method != request.method) continue;
        auto match = match_segments(endpoint, std::get<std::vector<std::string>>(segments));
        if (!match) continue;
        if (auto failure = check(request, endpoint)) return std::move(*failure);
        return std::move(*match);
    }
    auto endpoint = method_name(request.method) + ' ' + std::string(request.path);
    return denied("The plugin's manifest lists no endpoint like this one.", std::move(endpoint));
}

std::optional<Match> EndpointPolicy::match_path(alysio_http_method method, std::string_view path) const {
    const auto segments = split_path(path);
    if (!std::holds_alternative<std::vector<std::string>>(segments)) return {};
    for (const auto& endpoint : endpoints_) {
        if (endpoint.method != method) continue;
        if (auto match = match_segments(endpoint, std::get<std::vector<std::string>>(segments))) return match;
    }
    return {};
}

bool EndpointPolicy::is_handed_out(std::string_view capture) const {
    return std::any_of(endpoints_.begin(), endpoints_.end(), [&](const Endpoint& endpoint) {
        return endpoint.hands_out && endpoint.hands_out->capture == capture;
    });
}

}  // namespace alysio::sandbox::tenants
