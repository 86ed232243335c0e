#pragma once

#include "plugin/records/soql_outline.hpp"
#include "plugin/tools/tool.hpp"

namespace alysio::salesforce {

/// A refused query, with the names that may have been meant where it named a field, a relationship or an object that
/// Salesforce does not know. One describe, or one small query for objects, is asked for at most.
Task<Error> with_query_suggestions(ToolRun& run, Error error, const records::Outline& outline);

}  // namespace alysio::salesforce
