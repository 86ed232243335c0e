#pragma once

#include "plugin/records/page_reader.hpp"
#include "plugin/salesforce/account.hpp"
#include "plugin/salesforce/describe_cache.hpp"
#include "plugin/salesforce/links.hpp"
#include "plugin/salesforce/rest.hpp"
#include "plugin/salesforce/result.hpp"

#include <alysio/abi.h>
#include <alysio/sdk/json.hpp>

#include <string>
#include <vector>

// What a tool is: a row in the table of plugin.cpp, two schemas, and one coroutine.
namespace alysio::salesforce {

/// Everything a tool may use while it runs one call. Lives until its coroutine is gone.
struct ToolRun {
    sdk::Call& call;
    const sdk::Json& arguments;  // normalised, valid under the input schema, and passed by the tool's own check
    Rest& rest;
    DescribeCache& describes;
    Account& account;
    records::PageReader& pages;
    Links links;
};

/// Gives the result, one JSON object in one line that conforms to the tool's output schema, or to the preview's shape
/// when call.preview() (which read-only tools are never asked for). `api_usage` is added by the caller.
using ToolFunction = Task<Result<std::string>> (*)(ToolRun& run);

struct ArgumentFaults {
    std::vector<Violation> violations;
    std::vector<std::string> did_you_mean;
};

/// What a schema cannot say of the arguments. Asks nothing of Salesforce; members may be absent or of a wrong type, for
/// all violations are told at once. Null where the schema says all.
using ArgumentCheck = void (*)(const sdk::Json& arguments, ArgumentFaults& faults);

struct Tool {
    alysio_tool descriptor;
    ArgumentCheck check;
    ToolFunction run;
};

}  // namespace alysio::salesforce
