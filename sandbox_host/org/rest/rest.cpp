#include "sandbox_host/org/rest/rest.hpp"

#include "sandbox_host/org/soap/soap.hpp"
#include "sandbox_host/org/wire/api_version.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

std::string_view after(std::string_view text, std::string_view prefix) {
    return base::starts_with_ignoring_case(text, prefix) ? text.substr(prefix.size()) : std::string_view();
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

Response route(const RestCall& call) {
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

const User* RestApi::session(const Request& request) const {
    return tenant_.sessions().user(access_token(request));
}

Response RestApi::handle(const Request& request, const User* user) {
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
    const RestCall call{tenant, user, request, version, {path.begin() + 3, path.end()}, effective_method(request)};
    try {
        return route(call);
    } catch (const DatabaseError& error) {
        return error_response({{500, "UNKNOWN_EXCEPTION",
                                std::string("An unexpected error occurred in the sandbox org: ") + error.what()}});
    }
}

std::string record_url(const RestCall& call, const Object& object, std::string_view id) {
    return "/services/data/v" + call.version + "/sobjects/" + object.name + "/" + std::string(id);
}

bool takes_json(const RestCall& call) {
    const std::string_view type = call.request.header("Content-Type");
    return type.empty() || type.find("json") != std::string_view::npos;
}

Response wrong_media_type() {
    return error_response({{415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type"}});
}

std::vector<std::string> comma_list(std::string_view list) {
    std::vector<std::string> parts;
    for (const std::string_view part : base::split(list, ',')) {
        if (!part.empty()) parts.emplace_back(part);
    }
    return parts;
}

Response method_not_allowed(const RestCall& call, std::string_view methods) {
    Response response = error_response(
        {{405, "METHOD_NOT_ALLOWED",
          "HTTP Method '" + call.request.method + "' not allowed. Allowed are " + std::string(methods)}});
    response.headers.emplace_back("Allow", methods);
    return response;
}

}  // namespace alysio::sandbox::org
