#pragma once

#include <string_view>

/// What can be told of an object by its API name and by the first three characters of its ids alone.
namespace alysio::salesforce {

/// [A-Za-z][A-Za-z0-9_]{0,79}: what may stand in a path.
bool is_object_name(std::string_view name);

/// A field's API name, the same alphabet; or a dotted path of up to five relationships and a field ("Owner.Name").
bool is_field_name(std::string_view name);
bool is_field_path(std::string_view path);

enum class RecordPage {
    lightning,   // /lightning/r/<Object>/<Id>/view
    by_id_only,  // no page of its own that we know of; /<Id> redirects to whatever there is
    none,        // such rows have no page: history, sharing, platform events, big objects, custom metadata
};
RecordPage page_of(std::string_view object);

/// Ids of these objects do not begin with a prefix of their own, so a prefix says nothing against them.
bool has_no_own_prefix(std::string_view object);

/// External objects, whose ids may be any text.
bool is_external(std::string_view object);

/// The standard object whose ids begin with `prefix` in every org; empty where that is not certain.
std::string_view object_of_prefix(std::string_view prefix);
std::string_view prefix_of_object(std::string_view object);

/// The field that people know the object's records by: "Name", but "CaseNumber" of a Case and "Subject" of a Task.
std::string_view name_field_of(std::string_view object);

}  // namespace alysio::salesforce
