#include "sandbox_host/org/rest/composite_references.hpp"

#include <algorithm>
#include <charconv>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

// ".records[0].Id" and "[2].id", step by step.
const json* follow(const json* value, std::string_view path) {
    while (value != nullptr && !path.empty()) {
        const bool index = path.front() == '[';
        const auto end = index ? path.find(']') : std::min(path.find_first_of(".[", 1), path.size());
        if (end == std::string_view::npos) return nullptr;
        const std::string_view step = path.substr(1, end - 1);
        path.remove_prefix(end + (index ? 1 : 0));
        if (index) {
            std::size_t place = 0;
            const auto [stop, error] = std::from_chars(step.data(), step.data() + step.size(), place);
            const bool good = error == std::errc() && stop == step.data() + step.size();
            value = good && value->is_array() && place < value->size() ? &(*value)[place] : nullptr;
        } else {
            const auto found = value->is_object() ? value->find(std::string(step)) : value->end();
            value = value->is_object() && found != value->end() ? &*found : nullptr;
        }
    }
    return value;
}

}  // namespace

void References::remember(const std::string& reference, const Response& response) {
    if (response.status < 300) bodies_[reference] = json::parse(response.body, nullptr, false);
}

base::Result<void> References::resolve(json& part) const {
    for (const char* name : {"url", "body"}) {
        if (!part.contains(name)) continue;
        if (auto resolved = resolve_all(part[name]); !resolved) return resolved;
    }
    return {};
}

base::Result<void> References::resolve_all(json& value) const {
    if (value.is_string()) return resolve_text(value.get_ref<std::string&>());
    if (!value.is_structured()) return {};
    for (json& element : value) {
        if (auto resolved = resolve_all(element); !resolved) return resolved;
    }
    return {};
}

base::Result<void> References::resolve_text(std::string& text) const {
    std::string resolved;
    std::string_view rest = text;
    for (auto start = rest.find("@{"); start != std::string_view::npos; start = rest.find("@{")) {
        const auto end = rest.find('}', start);
        if (end == std::string_view::npos) break;
        const std::string_view path = rest.substr(start + 2, end - start - 2);
        const std::string_view name = path.substr(0, path.find_first_of(".["));
        const auto body = bodies_.find(name);
        const json* value = body == bodies_.end() ? nullptr : follow(&body->second, path.substr(name.size()));
        if (value == nullptr || value->is_structured() || value->is_null() || value->is_discarded()) {
            return base::Error{"Invalid reference specified. No value for " + std::string(path) + " found in " +
                               std::string(name)};
        }
        resolved.append(rest.substr(0, start));
        resolved.append(value->is_string() ? value->get<std::string>() : value->dump());
        rest.remove_prefix(end + 1);
    }
    resolved.append(rest);
    text = std::move(resolved);
    return {};
}

}  // namespace alysio::sandbox::org
