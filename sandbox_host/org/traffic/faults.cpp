#include "sandbox_host/org/traffic/faults.hpp"

#include "sandbox_host/org/traffic/traffic.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

bool matches(const Fault& fault, const Passage& passage) {
    const auto same = [](const std::string& wanted, const std::string& is) { return wanted.empty() || wanted == is; };
    return same(fault.method, passage.method) && same(fault.tenant, passage.tenant) && same(fault.via, passage.via) &&
           passage.target.find(fault.path) != std::string::npos;
}

Response answer_of(const json& document) {
    const json body = document.value("body", json());
    Response response = json_response(document.at("status").get<int>(), body.is_null() ? "" : body.dump());
    // A body given as text stands for itself: HTML, or JSON that is broken on purpose.
    if (body.is_string()) response = html_response(response.status, body.get<std::string>());
    const json headers = document.value("headers", json::object());
    for (const auto& [name, value] : headers.items()) {
        response.headers.emplace_back(name, value.get<std::string>());
    }
    return response;
}

}  // namespace

Result<Fault> Fault::load(const json& document) {
    const std::vector<std::string> known = {"method", "path", "tenant",     "via",  "times",  "skip",
                                            "status", "body", "latency_ms", "drop", "headers"};
    if (!document.is_object()) return fail("a fault is a JSON object");
    for (const auto& item : document.items()) {
        if (std::find(known.begin(), known.end(), item.key()) == known.end()) {
            return fail("a fault has no \"" + item.key() + "\"");
        }
    }
    Fault fault;
    try {
        fault.method = document.value("method", "");
        fault.path = document.value("path", "");
        fault.tenant = document.value("tenant", "");
        fault.via = document.value("via", "");
        fault.times = document.value("times", std::int64_t{1});
        fault.skip = document.value("skip", std::int64_t{0});
        fault.latency = std::chrono::milliseconds(document.value("latency_ms", 0));
        const std::string drop = document.value("drop", "");
        if (drop == "before")
            fault.drop = Drop::before;
        else if (drop == "after")
            fault.drop = Drop::after;
        else if (!drop.empty())
            return fail("\"drop\" is \"before\" or \"after\"");
        if (document.contains("status")) fault.answer = answer_of(document);
        if (fault.answer && (fault.answer->status < 200 || fault.answer->status > 599)) {
            return fail("\"status\" is a number from 200 to 599");
        }
    } catch (const json::exception& error) {
        return fail(std::string(error.what()));
    }
    return fault;
}

void Faults::add(Fault fault) {
    faults_.push_back(std::move(fault));
}

const Fault* Faults::take(const Passage& passage) {
    for (auto fault = faults_.begin(); fault != faults_.end(); ++fault) {
        if (!matches(*fault, passage)) continue;
        if (fault->skip > 0) {
            --fault->skip;
            return nullptr;
        }
        taken_ = *fault;
        if (fault->times > 0 && --fault->times == 0) faults_.erase(fault);
        return &*taken_;
    }
    return nullptr;
}

}  // namespace alysio::sandbox::org
