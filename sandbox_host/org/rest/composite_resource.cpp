#include "sandbox_host/org/rest/composite_references.hpp"
#include "sandbox_host/org/rest/rest.hpp"
#include "sandbox_host/org/store/database.hpp"
#include "sandbox_host/org/wire/json_body.hpp"
#include "sandbox_host/org/wire/json_text.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/json_member.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

constexpr std::size_t most_parts = 25;
constexpr std::string_view data_root = "/services/data/";

bool is_failure(const Response& response) {
    return response.status >= 400;
}

Response halted(int status, const char* code, const std::string& message) {
    return error_response({{status, code, message}});
}

// Parts are requests like any other, save that none may hold parts of its own.
Response answer(const RestCall& call, const Request& part) {
    const auto path = part.segments();
    const bool composite = path.size() == 4 && path[3] == "composite";
    const bool batch = path.size() == 5 && path[3] == "composite" && path[4] == "batch";
    if (composite || batch) return not_found();
    return data_resource(call.tenant, call.user, part);
}

Request request_of(const RestCall& call, const json& part, const char* body_name) {
    Request request;
    request.method = base::text_member(part, "method");
    // Locators belong to a session, and a part's session is the whole's.
    request.headers.emplace_back("Authorization", call.request.header("Authorization"));
    request.headers.emplace_back("Content-Type", "application/json");
    if (part.contains("httpHeaders") && part["httpHeaders"].is_object()) {
        for (const auto& [name, value] : part["httpHeaders"].items()) {
            if (value.is_string()) request.headers.emplace_back(name, value.get<std::string>());
        }
    }
    if (part.contains(body_name)) request.body = part[body_name].dump();
    return request;
}

// Of a part's headers, those that are about the resource rather than the connection.
void append_headers(std::string& text, const Headers& headers) {
    text += '{';
    for (const auto& [name, value] : headers) {
        if (name != "Location" && name != "ETag" && name != "Last-Modified") continue;
        if (text.back() != '{') text += ',';
        base::append_json_quoted(name, text);
        text += ':';
        base::append_json_quoted(value, text);
    }
    text += '}';
}

// POST /composite: {"allOrNone":…, "compositeRequest":[{"method","url","referenceId","body","httpHeaders"}]}. The bodies
// of the answers are handed on as they are, so that numbers keep their spelling.
Response composite(const RestCall& call, const json& body, const json& parts) {
    const bool all_or_none = body.contains("allOrNone") && body["allOrNone"] == true;
    std::vector<Response> answers;
    Transaction transaction(call.tenant.database());
    References references;
    for (const json& part : parts) {
        const bool over = all_or_none && std::any_of(answers.begin(), answers.end(), is_failure);
        json resolved = part;
        const auto found = over ? base::Result<void>() : references.resolve(resolved);
        Request request = request_of(call, resolved, "body");
        request.target = base::text_member(resolved, "url");
        Response response = over    ? Response()
                            : found ? answer(call, request)
                                    : halted(400, "PROCESSING_HALTED", found.error().message);
        references.remember(std::string(base::text_member(part, "referenceId")), response);
        answers.push_back(std::move(response));
    }
    const bool failed = std::any_of(answers.begin(), answers.end(), is_failure);
    if (!all_or_none || !failed) transaction.commit();
    std::string text = R"({"compositeResponse":[)";
    for (std::size_t i = 0; i < answers.size(); ++i) {
        Response& response = answers[i];
        if (all_or_none && failed && !is_failure(response)) {
            response =
                halted(400, "PROCESSING_HALTED",
                       "The transaction was rolled back since another operation in the same transaction failed.");
        }
        text.append(i == 0 ? "" : ",").append(R"({"body":)").append(response.body.empty() ? "null" : response.body);
        text += R"(,"httpHeaders":)";
        append_headers(text, response.headers);
        text.append(R"(,"httpStatusCode":)").append(std::to_string(response.status)).append(R"(,"referenceId":)");
        base::append_json_quoted(base::text_member(parts[i], "referenceId"), text);
        text += '}';
    }
    return json_response(200, text + "]}");
}

// POST /composite/batch: {"haltOnError":…, "batchRequests":[{"method","url","richInput"}]}, each on its own.
Response batch(const RestCall& call, const json& body, const json& parts) {
    const bool halt = body.contains("haltOnError") && body["haltOnError"] == true;
    bool failed = false;
    std::string results;
    for (const json& part : parts) {
        Request request = request_of(call, part, "richInput");
        const std::string url(base::text_member(part, "url"));
        request.target = url.substr(0, data_root.size()) == data_root ? url : std::string(data_root) + url;
        const Response response = halt && failed
                                      ? halted(412, "BATCH_PROCESSING_HALTED", "Batch processing halted by request")
                                      : answer(call, request);
        failed = failed || is_failure(response);
        results.append(results.empty() ? "" : ",").append(R"({"statusCode":)").append(std::to_string(response.status));
        results.append(R"(,"result":)").append(response.body.empty() ? "null" : response.body).append("}");
    }
    return json_response(
        200, std::string(R"({"hasErrors":)") + (failed ? "true" : "false") + R"(,"results":[)" + results + "]}");
}

}  // namespace

Response composite_resource(const RestCall& call) {
    if (call.path.size() > 1 && call.path[1] == "sobjects") return collections_resource(call);
    const bool in_batch = call.path.size() == 2 && call.path[1] == "batch";
    if (call.path.size() > 1 && !in_batch) return not_found();
    if (call.method == "GET" && !in_batch) {
        const std::string base = "/services/data/v" + call.version + "/composite/";
        return json_response(200, R"({"sobjects":")" + base + R"(sobjects","batch":")" + base + R"(batch"})");
    }
    if (call.method != "POST") return method_not_allowed(call, in_batch ? "POST" : "HEAD,GET,POST");
    if (!takes_json(call)) return wrong_media_type();
    const auto body = parse_body(call.request.body);
    if (!body) return error_response(body.error());
    const char* name = in_batch ? "batchRequests" : "compositeRequest";
    const auto parts = body->is_object() ? body->find(name) : body->end();
    const bool well_formed =
        parts != body->end() && parts->is_array() && !parts->empty() &&
        std::all_of(parts->begin(), parts->end(), [](const json& part) { return part.is_object(); });
    if (!well_formed) {
        return error_response(
            {{400, "JSON_PARSER_ERROR", std::string("The request needs \"") + name + "\", a list of requests"}});
    }
    if (parts->size() > most_parts) {
        return error_response({{400, "LIMIT_EXCEEDED", "A request may hold no more than 25 others"}});
    }
    return in_batch ? batch(call, *body, *parts) : composite(call, *body, *parts);
}

}  // namespace alysio::sandbox::org
