#include "sandbox_host/services/artifact_name.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/text.hpp>

namespace alysio::sandbox::services {

namespace {

constexpr std::size_t longest_name = 120;
constexpr std::size_t longest_extension = 16;

bool is_plain(char c) {
    return base::is_letter_or_digit(c) || c == '-' || c == '_';
}

bool is_kept(char c) {
    return is_plain(c) || c == '.' || c == ' ' || c == '(' || c == ')' || c == '+' || c == ',';
}

// Where the extension begins, its dot included; the size where there is none.
std::size_t extension_at(std::string_view name) {
    const auto dot = name.rfind('.');
    const bool is_extension = dot != std::string_view::npos && dot > 0 && name.size() - dot <= longest_extension;
    return is_extension ? dot : name.size();
}

}  // namespace

std::string artifact_name(std::string_view proposal) {
    std::string name;
    for (const char c : proposal) name += is_kept(c) ? c : '_';
    while (!name.empty() && (name.front() == '.' || name.front() == ' ')) name.erase(0, 1);
    while (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.pop_back();
    if (name.empty()) return "result";
    if (name.size() <= longest_name) return name;
    const auto extension = name.substr(extension_at(name));
    return name.substr(0, longest_name - extension.size()) + extension;
}

std::string numbered(std::string_view name, unsigned number) {
    const auto at = extension_at(name);
    return std::string(name.substr(0, at)) + "-" + std::to_string(number) + std::string(name.substr(at));
}

std::string folder_name(std::string_view text) {
    if (text.empty()) return "%";  // no other text is written like this
    std::string name;
    for (const char c : text) {
        if (is_plain(c)) {
            name += c;
        } else {
            base::append_percent_byte(c, name);
        }
    }
    return name;
}

}  // namespace alysio::sandbox::services
