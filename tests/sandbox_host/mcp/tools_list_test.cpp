#include "sandbox_host/mcp/tools_list.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace alysio::sandbox;

TEST_CASE("Tools are listed with their schemas word for word and every hint that counts") {
    const std::vector<runtime::ToolInfo> tools{
        {"crm_get_record", "Get \"record\"", "Reads one record.", R"({"type":"object","maximum":1.0})",
         R"({"type":"object"})", ALYSIO_TOOL_READ_ONLY | ALYSIO_TOOL_CLOSED_WORLD},
        {"crm_update_record", "Update record", "Changes it", "{}", "{}", ALYSIO_TOOL_IDEMPOTENT},
    };
    const auto text = mcp::tools_json(tools);
    CHECK(text.find(R"("inputSchema":{"type":"object","maximum":1.0})") != std::string::npos);
    const auto list = nlohmann::json::parse(text);
    CHECK(list[0]["title"] == "Get \"record\"");
    CHECK(list[0]["annotations"] == nlohmann::json{{"readOnlyHint", true}, {"openWorldHint", false}});
    CHECK(list[1]["annotations"] ==
          nlohmann::json{
              {"readOnlyHint", false}, {"destructiveHint", true}, {"idempotentHint", true}, {"openWorldHint", true}});
    CHECK(mcp::tools_json({}) == "[]");
}
