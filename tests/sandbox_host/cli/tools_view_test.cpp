#include "sandbox_host/cli/show/tools_view.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace alysio::sandbox::cli {
namespace {

const std::vector<runtime::ToolInfo> tools{
    {"crm_get_record", "Get record", "Reads one record. Never writes.", R"({"type":"object","maximum":1.0})",
     R"({"type":"object"})", ALYSIO_TOOL_READ_ONLY | ALYSIO_TOOL_CLOSED_WORLD},
    {"crm_update_record", "Update record", "Changes it", "{}", "{}", ALYSIO_TOOL_IDEMPOTENT},
};

}  // namespace

TEST_CASE("tools are shown with the first sentence of what they do") {
    std::ostringstream out;
    show_tools(out, tools, {});
    CHECK(out.str() ==
          "crm_get_record  Get record\n"
          "    Reads one record.\n"
          "crm_update_record  Update record\n"
          "    Changes it\n");
}

}  // namespace alysio::sandbox::cli
