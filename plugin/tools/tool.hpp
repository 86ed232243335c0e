#pragma once

#include <alysio/sdk/json.hpp>
#include <string>

#include "plugin/salesforce/account.hpp"
#include "plugin/salesforce/describe_cache.hpp"
#include "plugin/salesforce/links.hpp"
#include "plugin/salesforce/rest.hpp"
#include "plugin/salesforce/result.hpp"

// What a tool is: a row in the table of plugin.cpp and one coroutine.
namespace alysio::salesforce {

/// Everything a tool may use while it runs one call. Lives until its coroutine is gone.
struct ToolRun {
    sdk::Call& call;
    const sdk::Json& arguments;  // normalised, and valid under the tool's input schema
    Rest& rest;
    DescribeCache& describes;
    Account& account;
    Links links;
};

/// Gives the result, one JSON object in one line that conforms to the tool's output schema (to the preview's shape when
/// call.preview()), or the error to explain. `api_usage` is added by the caller.
using ToolFunction = Task<Result<std::string>> (*)(ToolRun& run);

Task<Result<std::string>> run_soql_query(ToolRun& run);
Task<Result<std::string>> get_object_fields(ToolRun& run);
Task<Result<std::string>> get_record(ToolRun& run);
Task<Result<std::string>> create_record(ToolRun& run);
Task<Result<std::string>> update_record(ToolRun& run);
Task<Result<std::string>> generate_record_url(ToolRun& run);

}  // namespace alysio::salesforce
