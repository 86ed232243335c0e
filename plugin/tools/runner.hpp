#pragma once

#include "plugin/tools/tool.hpp"

#include <alysio/sdk/plugin.hpp>
#include <alysio/sdk/schema.hpp>

#include <string_view>
#include <vector>

namespace alysio::salesforce {

/// The table of plugin.cpp: all tools there are.
struct ToolList {
    const Tool* first;
    std::size_t count;

    const Tool* begin() const { return first; }
    const Tool* end() const { return first + count; }
};
ToolList all_tools();

/// One instance of the plugin: what it remembers between calls, and the way every call goes: find the tool, read the
/// arguments, refuse them with everything that is wrong, run, add what every result carries.
class Runner {
  public:
    Runner(sdk::Core& core, std::string_view settings, std::string_view saved_state);

    Task<sdk::Reply> run(sdk::Call& call);

    /// What the next generation of the plugin begins with: the describes, and nothing else.
    std::string save_state() const;

  private:
    static constexpr std::size_t describe_bytes = 32'000'000;

    Task<Result<std::string>> run_tool(const Tool& tool, const sdk::Schema& schema, sdk::Call& call);

    sdk::Core& core_;
    DescribeCache describes_{describe_bytes};
    Accounts accounts_;
    records::PageReader pages_;
    std::vector<sdk::Schema> input_schemas_;  // in the order of all_tools()
};

}  // namespace alysio::salesforce
