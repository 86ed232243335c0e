#include "sandbox_host/cli/show/json_text.hpp"

#include "sandbox_host/cli/show/result_shape.hpp"

#include <alysio/base/json_member.hpp>

#include <algorithm>

namespace alysio::sandbox::cli {
namespace {

void flatten(const Json& object, const std::string& prefix, std::vector<std::pair<std::string, Json>>& out) {
    for (const auto& [key, value] : object.items()) {
        if (is_link(key, value)) continue;
        if (value.is_object() && !value.empty()) {
            flatten(value, prefix + key + '.', out);
        } else {
            out.emplace_back(prefix + key, value);
        }
    }
}

}  // namespace

std::string value_text(const Json& value) {
    if (value.is_null()) return "";
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_array()) return value.dump();
    const bool plain = std::none_of(value.begin(), value.end(), [](const Json& item) { return item.is_structured(); });
    if (!plain) return std::to_string(value.size()) + (value.size() == 1 ? " row" : " rows");
    std::string text;
    for (const auto& item : value) text.append(text.empty() ? "" : ", ").append(value_text(item));
    return text;
}

std::string text_at(const Json& object, const char* key) {
    const Json* found = base::find_member(object, key);
    return found == nullptr ? "" : value_text(*found);
}

std::vector<std::pair<std::string, Json>> flattened(const Json& object) {
    std::vector<std::pair<std::string, Json>> values;
    flatten(object, "", values);
    return values;
}

std::string grouped(std::uint64_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), 1, ',');
    }
    return text;
}

}  // namespace alysio::sandbox::cli
