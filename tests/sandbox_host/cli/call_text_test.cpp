#include "sandbox_host/cli/call_text.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::cli {

TEST_CASE("a part of a tool's name is enough where no other tool has it") {
    std::vector<runtime::ToolInfo> tools(3);
    tools[0].name = "crm_get_record";
    tools[1].name = "crm_get_record_history";
    tools[2].name = "crm_update_record";
    CHECK(find_tool(tools, "update")->name == "crm_update_record");
    CHECK(find_tool(tools, "crm_get_record")->name == "crm_get_record");
    CHECK(find_tool(tools, "get").error().message ==
          "\"get\" is a part of more than one tool's name: crm_get_record, crm_get_record_history");
    CHECK(find_tool(tools, "crm_udpate_record").error().message ==
          "the plugin has no tool \"crm_udpate_record\"; did you mean crm_update_record?");
    CHECK(find_tool(tools, "zzz").error().message == "the plugin has no tool \"zzz\"; alysio-sandbox tools lists them");
    CHECK_FALSE(find_tool(tools, ""));
}

}  // namespace alysio::sandbox::cli
