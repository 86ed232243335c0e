#include "sandbox_host/tenants/request_names.hpp"

#include "sandbox_host/tenants/config_reader.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <set>

namespace alysio::sandbox::tenants {
namespace {

using nlohmann::json;

// Parses, and notes whether any object has two members of one name, of which the parser keeps the last.
json parse(std::string_view text, bool& repeats) {
    std::vector<std::set<std::string>> seen;
    const auto note = [&](int depth, json::parse_event_t event, json& parsed) {
        const auto level = static_cast<std::size_t>(depth);
        if (event == json::parse_event_t::object_start) {
            seen.resize(level + 1);
            seen[level].clear();
        } else if (event == json::parse_event_t::key) {
            const bool first = seen[level - 1].insert(parsed.get_ref<const std::string&>()).second;
            repeats = repeats || !first;
        }
        return true;
    };
    return json::parse(text, note, false);
}

// The members of an object, or the texts of a list.
std::optional<std::vector<std::string>> names_in(const json& value) {
    std::vector<std::string> names;
    if (value.is_object()) {
        for (const auto& [name, ignored] : value.items()) names.push_back(name);
        return names;
    }
    const bool is_list =
        value.is_array() && std::all_of(value.begin(), value.end(), [](const json& item) { return item.is_string(); });
    if (!is_list) return {};
    for (const auto& item : value) names.push_back(item.get<std::string>());
    return names;
}

// The places inside the body that an endpoint declares, as JSON pointers.
std::vector<std::string> places_inside(const Endpoint& endpoint) {
    std::vector<std::string> places;
    for (const auto* location : {&endpoint.object, &endpoint.fields}) {
        if (*location && (*location)->is_inside_body()) places.push_back((*location)->name);
    }
    return places;
}

// A member in `object`, which stands at `pointer`, that is neither one of the places nor around one.
std::optional<std::string> member_beside(const std::vector<std::string>& places, const json& object,
                                         const std::string& pointer) {
    for (const auto& [name, value] : object.items()) {
        const auto at = child_pointer(pointer, name);
        if (std::find(places.begin(), places.end(), at) != places.end()) continue;
        const bool around =
            std::any_of(places.begin(), places.end(), [&](const auto& place) { return place.rfind(at + '/', 0) == 0; });
        if (!around || !value.is_object()) return at;
        if (auto found = member_beside(places, value, at)) return found;
    }
    return {};
}

}  // namespace

RequestNames::RequestNames(const connection::RequestView& request, const Match& match)
    : request_(request), match_(match) {
    if (match.endpoint->has_body()) body_ = parse(request.body, repeats_);
}

bool RequestNames::has_sound_body() const {
    return body_.is_object() && !(repeats_ && !places_inside(*match_.endpoint).empty());
}

std::optional<std::string> RequestNames::undeclared_member() const {
    const auto places = places_inside(*match_.endpoint);
    if (places.empty()) return {};
    return member_beside(places, body_, "");
}

std::optional<std::string> RequestNames::object() const {
    const auto& where = match_.endpoint->object;
    if (!where) return {};
    if (where->place == Location::Place::constant) return where->name;
    if (where->place == Location::Place::path) return std::string(match_.capture(where->name));
    if (where->place == Location::Place::query) {
        const auto* value = query(where->name);
        return value ? std::optional(std::string(*value)) : std::nullopt;
    }
    const auto* value = body(where->name);
    return value && value->is_string() ? std::optional(value->get<std::string>()) : std::nullopt;
}

std::optional<std::vector<std::string>> RequestNames::fields() const {
    const auto& where = match_.endpoint->fields;
    if (!where) return {};
    if (where->place == Location::Place::path) return std::vector{std::string(match_.capture(where->name))};
    if (where->place == Location::Place::query) {
        const auto* value = query(where->name);
        if (!value || value->empty()) return {};
        const auto names = base::split(*value, ',');
        return std::vector<std::string>(names.begin(), names.end());
    }
    const auto* value = body(where->name);
    return value ? names_in(*value) : std::nullopt;
}

const std::string_view* RequestNames::statement() const {
    const auto& key = match_.endpoint->statement_key;
    return key.empty() ? nullptr : query(key);
}

const std::string_view* RequestNames::query(std::string_view key) const {
    const auto found =
        std::find_if(request_.query.begin(), request_.query.end(), [&](const auto& pair) { return pair.first == key; });
    return found == request_.query.end() ? nullptr : &found->second;
}

const json* RequestNames::body(const std::string& pointer) const {
    const json::json_pointer place(pointer);
    return body_.contains(place) ? &body_.at(place) : nullptr;
}

}  // namespace alysio::sandbox::tenants
