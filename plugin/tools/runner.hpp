#pragma once

#include "plugin/tools/tool.hpp"

#include <alysio/sdk/plugin.hpp>
#include <alysio/sdk/schema.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::salesforce {

/// One instance of the plugin, with the tools that it is given: what it remembers between calls, and the way every call goes: find the tool, read the
/// arguments, refuse them with everything that is wrong, run, add what every result carries.
class Runner {
  public:
    Runner(std::span<const Tool> tools, sdk::Core& core, std::string_view saved_state);

    Task<sdk::Reply> run(sdk::Call& call);

    /// What the next generation of the plugin begins with: the describes, and nothing else.
    std::string save_state() const;

  private:
    static constexpr std::size_t describe_bytes = 32'000'000;

    Task<Result<std::string>> run_tool(const Tool& tool, const sdk::Schema& schema, sdk::Call& call);

    std::span<const Tool> tools_;
    sdk::Core& core_;
    DescribeCache describes_{describe_bytes};
    PrincipalStates principals_;
    records::PageReader pages_;
    std::vector<sdk::Schema> input_schemas_;  // in the order of the tools
};

}  // namespace alysio::salesforce
