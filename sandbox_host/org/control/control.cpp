#include "sandbox_host/org/control/control.hpp"

#include "sandbox_host/org/wire/json_body.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace alysio::sandbox::org {
namespace {

using nlohmann::ordered_json;

Response ok(const ordered_json& document) {
    return document_response(200, document);
}
Response refused(int status, const std::string& why) {
    return document_response(status, {{"error", why}});
}

ordered_json to_json(const RequestLogEntry& entry) {
    return {{"number", entry.number},
            {"at", format_datetime(entry.at)},
            {"via", entry.via},
            {"tenant", entry.tenant},
            {"user", entry.user},
            {"credential", entry.credential},
            {"credential_kind", entry.credential_kind},
            {"method", entry.method},
            {"target", entry.target},
            {"status", entry.status},
            {"processed", entry.processed},
            {"bytes", entry.bytes},
            {"fault", entry.fault != 0},
            {"fault_number", entry.fault}};
}

ordered_json to_json(const FaultRecord& record) {
    ordered_json shown = {{"number", record.number},
                          {"matched", record.matched},
                          {"struck", record.struck},
                          {"spent", record.spent()},
                          {"fault", ordered_json::parse(record.fault.text)}};
    if (!record.trouble.empty()) shown["trouble"] = record.trouble;
    return shown;
}

// A web page that somebody on this machine looks at can send requests here. A browser says of them where they come from,
// and sends no JSON to another origin without asking first.
std::optional<Response> refusal_of(const Request& request) {
    if (!request.header("origin").empty()) return refused(403, "no web page steers the org");
    const auto type = request.header("content-type");
    const bool json = base::equal_ignoring_case(base::trim(type.substr(0, type.find(';'))), "application/json");
    if (!request.body.empty() && !json)
        return refused(415, "a body is JSON and says so: Content-Type: application/json");
    return std::nullopt;
}

}  // namespace

Response Control::handle(const Request& request) {
    if (auto refusal = refusal_of(request)) return *std::move(refusal);
    const auto path = request.segments();
    const std::string name = path.size() == 1 ? path[0] : "";
    if (name == "connection" && request.method == "GET") return json_response(200, connection);
    if (name == "requests") return requests(request);
    if (name == "records" && request.method == "GET") return records();
    if (name == "clock") return clock(request);
    if (name == "faults") return faults(request);
    if (name == "locators" && request.method == "DELETE") return expire_locators();
    if (name == "changes" && request.method == "POST") return change(request);
    if (name == "sessions" && request.method == "POST") return renew_session(request);
    return refused(404, "there is no " + request.method + " " + std::string(request.path()));
}

Response Control::requests(const Request& request) {
    if (request.method == "DELETE") {
        traffic_.forget();
        return ok({{"count", 0}});
    }
    if (request.method != "GET") return refused(405, "GET or DELETE");
    const auto tenant = request.parameter("tenant");
    const std::string since = request.parameter("since").value_or("0");
    std::uint64_t after = 0;
    std::from_chars(since.data(), since.data() + since.size(), after);
    ordered_json log = ordered_json::array();
    for (const RequestLogEntry& entry : traffic_.log()) {
        if (entry.number > after && (!tenant || *tenant == entry.tenant)) log.push_back(to_json(entry));
    }
    return ok({{"count", traffic_.count()}, {"bytes", traffic_.bytes()}, {"requests", std::move(log)}});
}

Response Control::records() {
    ordered_json counts = ordered_json::object();
    for (const auto& tenant : tenants_) counts[tenant->name()] = count_records(*tenant);
    return ok(counts);
}

Response Control::clock(const Request& request) {
    if (request.method == "DELETE") {
        clock_.follow_source();
    } else if (request.method == "PUT") {
        const nlohmann::json body = read_body(request.body);
        const auto now = body.is_object() && body.contains("now") && body["now"].is_string()
                             ? parse_datetime(body["now"].get<std::string>())
                             : std::nullopt;
        if (!now) return refused(400, R"(a clock is set by {"now":"2026-05-01T07:25:37Z"})");
        clock_.set(*now);
    } else if (request.method != "GET") {
        return refused(405, "GET, PUT or DELETE");
    }
    if (request.method != "GET") {
        for (const auto& tenant : tenants_) tenant->do_nightly_work();
    }
    return ok({{"now", format_datetime(clock_.now())}});
}

Response Control::faults(const Request& request) {
    if (request.method == "DELETE") {
        traffic_.faults().clear();
    } else if (request.method == "POST") {
        auto faults = Fault::load_all(read_body(request.body));
        if (!faults) return refused(400, faults.error().message);
        for (Fault& fault : *faults) traffic_.faults().add(std::move(fault));
    } else if (request.method != "GET") {
        return refused(405, "GET, POST or DELETE");
    }
    ordered_json list = ordered_json::array();
    for (const FaultRecord& record : traffic_.faults().records()) list.push_back(to_json(record));
    return ok({{"faults", traffic_.faults().in_force()}, {"list", std::move(list)}});
}

Tenant* Control::tenant(const nlohmann::json& body) const {
    const auto wanted = body.is_object() ? body.find("tenant") : body.end();
    const auto found = std::find_if(tenants_.begin(), tenants_.end(),
                                    [&](const auto& each) { return wanted != body.end() && *wanted == each->name(); });
    return found == tenants_.end() ? nullptr : found->get();
}

Response Control::change(const Request& request) {
    auto body = read_body(request.body);
    Tenant* changed = tenant(body);
    if (changed == nullptr) return refused(400, R"(a change is in a tenant: {"tenant":"acme", …})");
    body.erase("tenant");
    const auto change = Change::load(body);
    if (!change) return refused(400, change.error().message);
    const auto id = change->make(*changed);
    return id ? ok({{"id", *id}}) : refused(400, id.error().message);
}

Response Control::renew_session(const Request& request) {
    const auto body = read_body(request.body);
    Tenant* of = tenant(body);
    const auto name = of == nullptr ? body.end() : body.find("user");
    const bool known = name != body.end() && std::any_of(of->users().begin(), of->users().end(),
                                                         [&](const User& user) { return *name == user.name; });
    if (!known) return refused(400, R"(a session is a user's: {"tenant":"acme","user":"admin"})");
    return ok({{"access_token", of->renew_session(name->get<std::string>())}});
}

Response Control::expire_locators() {
    for (const auto& tenant : tenants_) tenant->queries().expire_locators();
    return ok(ordered_json::object());
}

}  // namespace alysio::sandbox::org
