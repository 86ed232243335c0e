#include "sandbox_host/mcp/confirmation.hpp"

#include <alysio/base/utf8.hpp>

#include <algorithm>

namespace alysio::sandbox::mcp {
namespace {

constexpr std::size_t most_changes = 30;
constexpr std::size_t most_warnings = 10;
constexpr std::size_t longest_value = 200;

// Record data is somebody's text: on one line and without what could pass for another part of the question.
std::string shown(const Json& value) {
    std::string text = value.is_null() ? "(empty)" : value.is_string() ? value.get<std::string>() : dump(value);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    if (text.size() <= longest_value) return text;
    return std::string(base::utf8::cut(text, longest_value)) + "…";
}

std::string shown_change(const Json& change) {
    std::string line = "\n- " + shown(member(change, "field")) + ": ";
    if (change.contains("old")) line += shown(change["old"]) + " → ";
    return line + shown(member(change, "new"));
}

}  // namespace

Json confirmation_form(const Json& preview) {
    std::string text = shown(member(preview, "title"));
    if (preview.contains("location")) text += "\n" + shown(preview["location"]);
    const Json& changes = member(preview, "changes");
    const std::size_t count = changes.is_array() ? changes.size() : 0;
    for (std::size_t i = 0; i < std::min(count, most_changes); ++i) text += shown_change(changes[i]);
    if (count > most_changes) {
        text += "\n- and " + std::to_string(count - most_changes) + " more fields";
    }
    const Json& warnings = member(preview, "warnings");
    const std::size_t cautions = warnings.is_array() ? std::min(warnings.size(), most_warnings) : 0;
    for (std::size_t i = 0; i < cautions; ++i) text += "\nWarning: " + shown(warnings[i]);
    return Json{
        {"mode", "form"}, {"message", text}, {"requestedSchema", {{"type", "object"}, {"properties", Json::object()}}}};
}

}  // namespace alysio::sandbox::mcp
