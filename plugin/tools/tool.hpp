#pragma once

#include "plugin/records/page_reader.hpp"
#include "plugin/salesforce/describe_cache.hpp"
#include "plugin/salesforce/links.hpp"
#include "plugin/salesforce/principal_state.hpp"
#include "plugin/salesforce/rest.hpp"
#include "plugin/salesforce/result.hpp"

#include <alysio/abi.h>
#include <alysio/sdk/json.hpp>

#include <string>
#include <vector>

/// What a tool is: its description in NAME.tool.json, and in NAME.cpp a check of its arguments and one coroutine.
namespace alysio::salesforce {

/// The object and record that a call is about.
struct RecordTarget {
    std::string object;
    std::string id;  // 18 characters, or any text for an external object
    std::vector<std::string> warnings;
};

/// What a tool's own check finds in the arguments.
struct CheckedArguments {
    std::vector<Violation> violations;
    std::vector<std::string> did_you_mean;
    RecordTarget target;  // empty where the tool takes no record
};

/// Everything a tool may use while it runs one call. Lives until its coroutine is gone.
struct ToolRun {
    sdk::Call& call;
    const sdk::Json& arguments;  // normalised, valid under the input schema, and passed by the tool's own check
    const RecordTarget& target;  // read from them
    Rest& rest;
    DescribeCache& describes;
    PrincipalState& principal;
    records::PageReader& pages;
    Links links;
};

/// What a schema cannot say of the arguments: check_NAME. Asks nothing of Salesforce; members may be absent or of a wrong
/// type, for all violations are told at once.
using ArgumentCheck = void (*)(const sdk::Json& arguments, CheckedArguments& checked);

/// NAME: gives the result, one JSON object in one line that conforms to the tool's output schema, or to the preview's shape
/// when call.preview() (which read-only tools are never asked for). `api_usage` is added by the caller.
using ToolFunction = Task<Result<std::string>> (*)(ToolRun& run);

struct Tool {
    alysio_tool descriptor;
    ArgumentCheck check;
    ToolFunction run;
};

}  // namespace alysio::salesforce
