#include "sandbox_host/org/rest/rest.hpp"

#include "sandbox_host/org/soap/soap.hpp"

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

std::string_view after(std::string_view text, std::string_view prefix) {
    const bool starts = text.size() > prefix.size() && same_name(text.substr(0, prefix.size()), prefix);
    return starts ? text.substr(prefix.size()) : std::string_view();
}

Response no_session() {
    Response response = error_response({{401, "INVALID_SESSION_ID", "Session expired or invalid"}});
    response.headers.emplace_back("WWW-Authenticate", "Token");
    return response;
}

Response request_limit_exceeded() {
    return error_response({{403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."}});
}

// The identity service speaks plain text, and 403 where the API says 401.
Response bad_token() {
    return {403, {{"Content-Type", "text/plain"}}, "Bad_OAuth_Token"};
}

std::string effective_method(const Request& request) {
    if (request.method == "HEAD") return "GET";
    if (request.method != "POST") return request.method;
    return request.parameter("_HttpMethod").value_or("POST");
}

Response route(const Call& call) {
    if (call.path.empty()) return version_resource(call);
    const std::string& room = call.path[0];
    if (room == "query" || room == "queryAll") return query_resource(call);
    if (room == "sobjects") return sobjects_resource(call);
    if (room == "composite") return composite_resource(call);
    if (room == "limits" && call.path.size() == 1) return limits_resource(call);
    return not_found();
}

}  // namespace

std::string_view access_token(const Request& request) {
    const std::string_view authorization = request.header("Authorization");
    const std::string_view bearer = after(authorization, "Bearer ");
    return bearer.empty() ? after(authorization, "OAuth ") : bearer;
}

const User* Rest::session(const Request& request) const {
    return tenant_.sessions().user(access_token(request));
}

Response Rest::handle(const Request& request, const User* user) {
    const auto path = request.segments();
    const auto is = [&](std::size_t place, std::string_view part) {
        return path.size() > place && path[place] == part;
    };

    if (is(0, "services") && is(1, "Soap")) return soap(tenant_, request);
    if (is(0, "services") && is(1, "oauth2") && is(2, "token")) return token_resource(tenant_, request);
    if (is(0, "services") && is(1, "oauth2") && is(2, "revoke")) return revoke_resource(tenant_, request);
    if (is(0, "id") || (is(0, "services") && is(1, "oauth2"))) {
        if (user == nullptr) return bad_token();
        if (is(0, "services")) return is(2, "userinfo") ? userinfo_resource(tenant_, *user) : not_found();
        const bool own = path.size() == 3 && is(1, tenant_.org_id()) && is(2, user->id);
        return own ? identity_resource(tenant_, *user) : bad_token();
    }
    if (!is(0, "services") || !is(1, "data")) return not_found();
    if (path.size() == 2) return versions_resource();
    if (user == nullptr) return no_session();
    Response response = request_limit_exceeded();
    if (!tenant_.allowance.spent()) {
        tenant_.allowance.count();
        response = data_resource(tenant_, *user, request);
    }
    response.headers.emplace_back("Sforce-Limit-Info", tenant_.allowance.info());
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (find_header(response.headers, "Last-Modified").empty()) {
        response.headers.emplace_back("Cache-Control", "no-cache,must-revalidate,max-age=0,no-store,private");
    }
    return response;
}

Response data_resource(Tenant& tenant, const User& user, const Request& request) {
    const auto path = request.segments();
    const bool of_version = path.size() > 2 && path[0] == "services" && path[1] == "data";
    const std::string version = of_version ? path[2].substr(std::min<std::size_t>(1, path[2].size())) : "";
    if (!of_version || path[2].front() != 'v' || !is_served_version(version)) return not_found();
    const Call call{tenant, user, request, version, {path.begin() + 3, path.end()}, effective_method(request)};
    try {
        return route(call);
    } catch (const DatabaseError& error) {
        return error_response({{500, "UNKNOWN_EXCEPTION",
                                std::string("An unexpected error occurred in the sandbox org: ") + error.what()}});
    }
}

Response error_response(const ApiErrors& errors) {
    return json_response(errors.front().status, to_json(errors));
}

std::vector<std::string> comma_list(const std::string& list) {
    std::vector<std::string> parts;
    for (std::size_t start = 0; start < list.size();) {
        const auto end = std::min(list.find(',', start), list.size());
        if (end > start) parts.push_back(list.substr(start, end - start));
        start = end + 1;
    }
    return parts;
}

Response not_found() {
    return error_response({{404, "NOT_FOUND", "The requested resource does not exist"}});
}

Response method_not_allowed(const Call& call, std::string_view methods) {
    Response response = error_response(
        {{405, "METHOD_NOT_ALLOWED",
          "HTTP Method '" + call.request.method + "' not allowed. Allowed are " + std::string(methods)}});
    response.headers.emplace_back("Allow", methods);
    return response;
}

}  // namespace alysio::sandbox::org
