#pragma once

#include <string>
#include <string_view>

/// Members of a JSON object that somebody else wrote, in whatever class of nlohmann/json it was read. A template over
/// that class, so that this folder needs no library.
namespace alysio::base {

/// The member, or null where the value is no object or has none of that name. Lives as long as the object.
template <class Json>
const Json* find_member(const Json& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

/// The text of a member; null where there is none, or it is no text.
template <class Json>
const std::string* find_text(const Json& object, std::string_view name) {
    const Json* member = find_member(object, name);
    return member == nullptr ? nullptr : member->template get_ptr<const typename Json::string_t*>();
}

/// The same, empty where there is none. Lives as long as the object.
template <class Json>
std::string_view text_member(const Json& object, std::string_view name) {
    const std::string* text = find_text(object, name);
    return text == nullptr ? std::string_view() : std::string_view(*text);
}

}  // namespace alysio::base
