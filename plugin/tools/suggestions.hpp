#pragma once

#include "plugin/tools/tool.hpp"

#include <string>
#include <vector>

/// What may have been meant: asked only after something failed.
namespace alysio::salesforce {

struct ObjectName {
    std::string name;
    std::string label;
};

/// Objects whose name or label holds every word of `search`, the nearest first. From EntityDefinition, since listing all
/// objects of an org is an answer of three megabytes.
Task<Result<std::vector<ObjectName>>> search_objects(ToolRun& run, std::string search);

/// Up to three objects that `name` may stand for. Asks one small query at most; never fails.
Task<std::vector<std::string>> suggest_objects(ToolRun& run, std::string name);

/// Up to three fields, or relationships, of the object.
std::vector<std::string> suggest_fields(const Describe& object, std::string_view name);
/// The nearest relationships for one that Salesforce does not know. It stands in one of the `paths`, which start at
/// `object`: of "Account.Ownr.Name" the relationships of Account are meant. At most one describe is asked for beyond that of
/// `object`.
Task<std::vector<std::string>> suggest_in_paths(ToolRun& run, std::string object, std::vector<std::string> paths,
                                                std::string name);

std::vector<std::string> suggest_relationships(const Describe& object, std::string_view name);

/// Up to three values of the picklist, labels counted.
std::vector<std::string> suggest_values(const Field& field, std::string_view value);

/// A describe that failed, with did_you_mean where the object is unknown.
Task<Error> with_object_suggestions(ToolRun& run, Error error, std::string object);

}  // namespace alysio::salesforce
