#pragma once

#include <string>
#include <string_view>
#include <vector>

/// One value under several names: what a tenant denies is the value, so whoever reads one of them is held to all.
namespace alysio::sandbox::salesforce {

/// The fields, of the same object, of which this one tells the value: parts of a compound and the compound of a part, what
/// Salesforce computes from it or it from what. Without regard to the object, since some names are the same everywhere.
std::vector<std::string> fields_told_by(std::string_view field);

/// The lookups whose value a parent relationship tells ("Owner" -> OwnerId, "Deal__r" -> Deal__c), on the side of the child.
std::string lookup_behind(std::string_view parent_relationship);

/// The lookups, of the children, whose value a child relationship tells ("Contacts" -> AccountId). Empty: not known.
std::vector<std::string_view> lookups_behind_children(std::string_view child_relationship);

/// The objects whose field values the rows of this one hold: "AccountHistory" those of Account, "ActivityHistory" those of
/// Task and Event.
std::vector<std::string> objects_recorded_by(std::string_view object);

}  // namespace alysio::sandbox::salesforce
