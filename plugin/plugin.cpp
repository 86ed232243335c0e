// The plugin as a host sees it: the table of its tools, and the one exported function.

#include "plugin/tool_table.hpp"
#include "plugin/tools/runner.hpp"

#include <alysio/abi.h>

#include <array>
#include <cstddef>
#include <iterator>

namespace alysio::salesforce {

namespace {

constexpr auto descriptors = [] {
    std::array<const alysio_tool*, std::size(tools)> pointers{};
    for (std::size_t i = 0; i < pointers.size(); ++i) pointers[i] = &tools[i].descriptor;
    return pointers;
}();

class Plugin : public Runner {
  public:
    Plugin(sdk::Core& core, std::string_view, std::string_view saved_state) : Runner(tools, core, saved_state) {}
};

}  // namespace

}  // namespace alysio::salesforce

extern "C" const alysio_plugin* ALYSIO_CALL alysio_plugin_v1(void) {
    using namespace alysio;
    static constexpr alysio_plugin table =
        sdk::plugin_table<salesforce::Plugin, salesforce::descriptors>("salesforce", ALYSIO_SALESFORCE_VERSION);
    return &table;
}
