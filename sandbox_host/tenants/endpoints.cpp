#include "sandbox_host/tenants/endpoints.hpp"

#include "sandbox_host/tenants/endpoint_reader.hpp"
#include "sandbox_host/tenants/provider.hpp"
#include "sandbox_host/tenants/request_path.hpp"

#include <alysio/base/text.hpp>
#include <alysio/sdk/http_effect.hpp>

#include <algorithm>

namespace alysio::sandbox::tenants {
namespace {

using connection::RequestError;
using connection::RequestView;

std::string_view method_name(alysio_http_method method) {
    if (method == ALYSIO_HTTP_GET) return "GET";
    if (method == ALYSIO_HTTP_POST) return "POST";
    if (method == ALYSIO_HTTP_PUT) return "PUT";
    return method == ALYSIO_HTTP_PATCH ? "PATCH" : "?";
}

std::size_t literals(const Endpoint& endpoint) {
    return static_cast<std::size_t>(std::count_if(endpoint.path.begin(), endpoint.path.end(),
                                                  [](const auto& segment) { return !segment.capture; }));
}

std::optional<Match> match_segments(const Endpoint& endpoint, const std::vector<std::string>& segments,
                                    const Provider& provider) {
    if (endpoint.path.size() != segments.size()) return {};
    Match match;
    match.endpoint = &endpoint;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (endpoint.path[i].capture) {
            if (!provider.may_be(endpoint.path[i].text, segments[i])) return {};
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

RequestError denied(std::string message, std::string subject) {
    RequestError error;
    error.status = ALYSIO_E_DENIED;
    error.message = std::move(message);
    error.subject = std::move(subject);
    return error;
}

// Query keys, headers and body against what the endpoint lists.
base::Result<void, RequestError> check(const RequestView& request, const Endpoint& endpoint) {
    if (sdk::effect_of(request.method, request.effect) != endpoint.effect) {
        return denied(std::string("The plugin's manifest says that ") + endpoint.name +
                          (endpoint.writes() ? " changes something" : " only reads") +
                          ", and the request says otherwise.",
                      endpoint.name);
    }
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
        if (!holds(endpoint.request_headers, base::lower(name)) || !is_header_value(value)) {
            return denied("The plugin's manifest lists no such header for " + endpoint.name +
                              ", or its value holds control bytes.",
                          std::string(name));
        }
    }
    if (request.method == ALYSIO_HTTP_GET && !request.body.empty()) return denied("GET has no body.", endpoint.name);
    return {};
}

}  // namespace

std::string_view Endpoint::undeclared_key() const {
    const auto stands_in = [](const std::optional<Location>& location, std::string_view key) {
        return location && location->place == Location::Place::query && location->name == key;
    };
    for (const auto& key : query_keys) {
        if (key != statement_key && !stands_in(object, key) && !stands_in(fields, key)) return key;
    }
    return {};
}

std::string_view Match::capture(std::string_view name) const {
    for (const auto& [key, value] : captures) {
        if (key == name) return value;
    }
    return {};
}

base::Result<EndpointPolicy, ConfigErrors> EndpointPolicy::parse(std::string_view manifest,
                                                                 const Providers& providers) {
    ConfigErrors errors;
    EndpointPolicy policy;
    policy.provider_ = std::make_shared<const Provider>();
    const auto document = Json::parse(manifest, nullptr, false);
    if (!document.is_object() || !document.contains("policy")) {
        return ConfigErrors{{"/policy", "is missing, or the manifest is not JSON"}};
    }
    {
        ObjectReader reader{document["policy"], "/policy", errors};
        std::vector<std::string_view> known;
        for (const auto& provider : providers) known.push_back(provider->name());
        const auto name = reader.choice("provider", known, ObjectReader::Need::optional);
        for (const auto& provider : providers) {
            if (provider->name() == name) policy.provider_ = provider;
        }
        const auto language = policy.provider_->query_language();
        if (const auto* list = reader.member("endpoints"); list && list->is_array()) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                auto pointer = child_pointer(reader.pointer("endpoints"), std::to_string(i));
                policy.endpoints_.push_back(read_endpoint((*list)[i], std::move(pointer), language, errors));
            }
        } else {
            reader.error("endpoints", "must be a list");
        }
        policy.write_denied_ = reader.texts("write_denied").value_or(std::vector<std::string>{});
        if (errors.empty()) {
            check_together(policy.endpoints_, policy.write_denied_, reader.pointer("endpoints"), errors);
        }
    }
    if (!errors.empty()) return errors;
    std::stable_sort(policy.endpoints_.begin(), policy.endpoints_.end(),
                     [](const Endpoint& a, const Endpoint& b) { return literals(a) > literals(b); });
    return policy;
}

base::Result<Match, RequestError> EndpointPolicy::match(const RequestView& request) const {
    const auto segments = split_path(request.path);
    if (!segments) return denied("The request is refused: " + segments.error().message + '.', "path");
    for (const auto& endpoint : endpoints_) {
        if (endpoint.method != request.method) continue;
        auto match = match_segments(endpoint, *segments, *provider_);
        if (!match) continue;
        if (auto checked = check(request, endpoint); !checked) return std::move(checked).error();
        return *std::move(match);
    }
    auto endpoint = std::string(method_name(request.method)) + ' ' + std::string(request.path);
    return denied("The plugin's manifest lists no endpoint like this one.", std::move(endpoint));
}

std::optional<Match> EndpointPolicy::match_path(alysio_http_method method, std::string_view path) const {
    const auto segments = split_path(path);
    if (!segments) return {};
    for (const auto& endpoint : endpoints_) {
        if (endpoint.method != method) continue;
        if (auto match = match_segments(endpoint, *segments, *provider_)) return match;
    }
    return {};
}

}  // namespace alysio::sandbox::tenants
