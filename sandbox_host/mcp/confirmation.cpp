#include "sandbox_host/mcp/confirmation.hpp"

#include <alysio/base/utf8.hpp>
#include <alysio/base/visible.hpp>

#include <algorithm>

namespace alysio::sandbox::mcp {
namespace {

constexpr std::size_t most_warnings = 10;
// Characters of a value. What is longer is shown by its two ends, so that nothing hides behind a long beginning.
constexpr std::size_t longest_value = 200;
constexpr std::size_t shown_head = 120;
constexpr std::size_t shown_tail = 60;

// Record data is somebody's text: on one line and without what could pass for another part of the question.
std::string shown(const Json& value) {
    if (value.is_null()) return "(empty)";
    auto text = base::visible_words(value.is_string() ? value.get<std::string>() : dump(value));
    const auto characters = base::utf8::count(text);
    if (characters <= longest_value) return text;
    const auto head = base::utf8::first(text, shown_head);
    const auto tail = text.substr(base::utf8::first(text, characters - shown_tail).size());
    return std::string(head) + " … (" + std::to_string(characters - shown_head - shown_tail) +
           " characters are not shown here) … " + tail;
}

// The member where it is a list; an empty one otherwise.
const Json& list(const Json& preview, const char* name) {
    static const Json none = Json::array();
    const Json& found = member(preview, name);
    return found.is_array() ? found : none;
}

std::string shown_change(const Json& change) {
    std::string line = "\n- " + shown(member(change, "field")) + ": ";
    if (change.contains("old")) line += shown(change["old"]) + " → ";
    return line + shown(member(change, "new"));
}

}  // namespace

base::Result<Json> confirmation_form(const Json& preview) {
    std::string text = shown(member(preview, "title"));
    if (preview.contains("location")) text += "\n" + shown(preview["location"]);
    const Json& changes = list(preview, "changes");
    if (changes.size() > most_confirmed_fields) {
        return base::Error{
            "Nothing was changed: the user confirms every field, at most " + std::to_string(most_confirmed_fields) +
            " at once, and these are " + std::to_string(changes.size()) +
            ". Split them into several calls; of a new record, create it with the most important fields and "
            "add the others by updates."};
    }
    for (const Json& change : changes) text += shown_change(change);
    const Json& warnings = list(preview, "warnings");
    const std::size_t cautions = std::min(warnings.size(), most_warnings);
    for (std::size_t i = 0; i < cautions; ++i) text += "\nWarning: " + shown(warnings[i]);
    if (warnings.size() > cautions) text += "\nand " + std::to_string(warnings.size() - cautions) + " more warnings";
    return Json{
        {"mode", "form"}, {"message", text}, {"requestedSchema", {{"type", "object"}, {"properties", Json::object()}}}};
}

}  // namespace alysio::sandbox::mcp
