#pragma once

#include <alysio/sdk/schema.hpp>
#include <alysio/testing/test_host.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>

// The plugin in the host in memory, with a small org behind it: what the tests of the tools share.
namespace alysio::salesforce::tests {

using sdk::Json;
using testing::Answer;
using testing::CallOptions;
using testing::SeenRequest;

inline const std::string account_id = "001dM00003kRs59QAC";
inline const std::string opportunity_id = "006dM00000AbCdEQAV";

Json field(std::string name, std::string type, Json more = Json::object());
Json picklist(std::string name, const std::vector<std::string>& values, Json more = Json::object());
std::string describe(std::string object, std::string prefix, std::vector<Json> fields, Json more = Json::object());

/// Salesforce's array of errors.
Answer refusal(std::uint32_t status, std::string code, std::string message, Json more = Json::object());
Answer row(Json fields);

/// Answers by method and path ("GET /sobjects/Account/describe"); queries by what their text contains, the first that
/// fits. Knows Account and Opportunity, the root document and the user.
class Org {
  public:
    Org();

    Answer operator()(const SeenRequest& request) const;

    std::map<std::string, Answer> answers;
    std::vector<std::pair<std::string, Answer>> queries;
};

class ToolFixture {
  public:
    ToolFixture();

    /// One call to its end. The result is checked against the contract: one line, the tool's output schema, no misuse.
    Json call(const std::string& tool, const Json& arguments, CallOptions options = default_options());
    Json call_text(const std::string& tool, const std::string& arguments, CallOptions options = default_options());

    /// Whether the last call succeeded, and the requests it made.
    bool succeeded = false;
    std::vector<SeenRequest> requests;
    std::vector<std::string> asked() const;  // "GET /sobjects/Account/describe"

    static CallOptions default_options();
    static CallOptions preview();

    Org org;
    testing::TestHost host;
};

/// The descriptor of a tool in the plugin's table.
const alysio_tool& tool_named(std::string_view name);

}  // namespace alysio::salesforce::tests
