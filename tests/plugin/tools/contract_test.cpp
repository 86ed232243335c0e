// The plugin's table against its manifest, its schemas against the rules for schemas.

#include "plugin/salesforce/requests.hpp"
#include "tests/plugin/tool_fixture.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>

using namespace alysio;
using namespace alysio::salesforce::tests;

namespace {

Json manifest() {
    return Json::parse(std::ifstream(MANIFEST_FILE));
}

std::vector<const alysio_tool*> all_tools() {
    const alysio_plugin& plugin = *alysio_plugin_v1();
    return {plugin.tools, plugin.tools + plugin.tool_count};
}

// Maps are open only where record content stands.
void find_open_maps(const Json& schema, const std::string& name, std::set<std::string>& open) {
    if (schema.contains("type") && schema["type"] == "object" &&
        schema.value("additionalProperties", Json()) != false) {
        open.insert(name);
    }
    if (schema.contains("items")) find_open_maps(schema["items"], name, open);
    if (!schema.contains("properties")) return;
    for (const auto& [key, property] : schema["properties"].items()) find_open_maps(property, key, open);
}

}  // namespace

TEST_CASE("The table and the list for the manifest name the same tools, and the manifest the same ABI") {
    const Json from = manifest();
    std::vector<std::string> names;
    for (const alysio_tool* tool : all_tools()) names.emplace_back(sdk::view(tool->name));
    CHECK(Json::parse(std::ifstream(TOOL_NAMES_FILE)).get<std::vector<std::string>>() == names);
    CHECK_FALSE(from.contains("tools"));
    CHECK(from["abi"]["major"] == ALYSIO_ABI_MAJOR);
    CHECK(from["abi"]["minor"] == ALYSIO_ABI_MINOR);
}

TEST_CASE("Every schema is of the plain subset") {
    for (const alysio_tool* tool : all_tools()) {
        INFO(sdk::view(tool->name));
        for (const alysio_str text : {tool->input_schema, tool->output_schema}) {
            CHECK(sdk::view(text).find('\n') == std::string_view::npos);
        }
        const sdk::Schema input(Json::parse(sdk::view(tool->input_schema)));
        const sdk::Schema output(Json::parse(sdk::view(tool->output_schema)));
        for (const sdk::Violation& fault : input.lint()) FAIL_CHECK(fault.pointer << ": " << fault.message);
        for (const sdk::Violation& fault : output.lint(sdk::Schema::Of::result)) {
            FAIL_CHECK(fault.pointer << ": " << fault.message);
        }
        CHECK(input.document()["additionalProperties"] == false);
    }
}

TEST_CASE("Arguments take any member only where the org's content stands") {
    std::set<std::string> open;
    for (const alysio_tool* tool : all_tools()) {
        find_open_maps(Json::parse(sdk::view(tool->input_schema)), "input", open);
    }
    CHECK(open == std::set<std::string>{"fields"});
}

// A client that checks results holds on to the schema it was given, so a closed one would make it refuse a member that
// a newer plugin adds. The tests hold results to the members that the schemas name all the same: see strict_output.
TEST_CASE("Results may gain members") {
    for (const alysio_tool* tool : all_tools()) {
        CHECK(sdk::view(tool->output_schema).find("additionalProperties") == std::string_view::npos);
    }
}

TEST_CASE("Every description ends with an example that is valid") {
    for (const alysio_tool* tool : all_tools()) {
        const std::string description(sdk::view(tool->description));
        INFO(description);
        const std::size_t start = description.rfind("Example: ");
        REQUIRE(start != std::string::npos);
        const sdk::Schema schema(Json::parse(sdk::view(tool->input_schema)));
        CHECK(schema.validate(Json::parse(description.substr(start + 9))).empty());
    }
}

TEST_CASE("Descriptions are long enough to tell and short enough to read, and the list is small") {
    // A model reads them with every conversation: six of them, as MCP lists them, are below 12 KB.
    constexpr std::size_t bytes_a_tool = 1'880;
    std::size_t total = 0;
    for (const alysio_tool* tool : all_tools()) {
        INFO(sdk::view(tool->name) << " " << tool->description.size << " + " << tool->input_schema.size << " + "
                                   << tool->output_schema.size);
        CHECK(tool->description.size >= 40);
        CHECK(tool->description.size <= 1024);
        total += tool->name.size + tool->title.size + tool->description.size + tool->input_schema.size +
                 tool->output_schema.size;
    }
    CHECK(total < bytes_a_tool * all_tools().size());
}

TEST_CASE("The manifest lists every request that the plugin can make, with its query keys and headers") {
    using namespace salesforce;
    const std::vector<std::pair<std::string, Request>> made = {
        {"GET /", get_connection()},
        {"GET /query", get_query("SELECT Id FROM Account")},
        {"GET /query/{locator}", get_next_page("/services/data/v63.0/query/0r8xx5R2yF2gs3VASQ-2000").value()},
        {"GET /queryAll", get_query("SELECT Id FROM Account", true)},
        {"GET /queryAll/{locator}", get_next_page("/services/data/v63.0/queryAll/0r8xx5R2yF2gs3VASQ-2000").value()},
        {"GET /sobjects/{object}/describe", get_describe("Account", "Mon, 04 May 2026 10:00:00 GMT")},
        {"GET /sobjects/{object}/{id}", get_row("Account", account_id, "Name")},
        {"POST /sobjects/{object}", post_row("Account", "{}", true)},
        {"PATCH /sobjects/{object}/{id}",
         patch_row("Account", account_id, "{}", true, "Mon, 04 May 2026 10:00:00 GMT")},
    };
    const Json endpoints = manifest()["policy"]["endpoints"];
    CHECK(endpoints.size() == made.size());
    for (const auto& [name, request] : made) {
        INFO(name);
        const auto found =
            std::find_if(endpoints.begin(), endpoints.end(), [&](const Json& one) { return one["endpoint"] == name; });
        REQUIRE(found != endpoints.end());
        const auto lists = [&](const char* key, const std::string& value) {
            return std::find((*found)[key].begin(), (*found)[key].end(), value) != (*found)[key].end();
        };
        for (const auto& [key, value] : request.http.query) CHECK(lists("query", key));
        for (const auto& [key, value] : request.http.headers) CHECK(lists("request_headers", key));
    }
}

TEST_CASE("A link to the next page leads only to the call's own connection") {
    CHECK(salesforce::get_next_page("/services/data/v63.0/query/0r8xx5R2yF2gs3VASQ-2000")->http.path ==
          "/query/0r8xx5R2yF2gs3VASQ-2000");
    const std::string link =
        GENERATE("", "/services/data/v63.0/query/", "https://evil.example/services/data/v63.0/query/0r8-1",
                 "//evil.example/query/0r8-1", "/services/data/v63.0/sobjects/Account",
                 "/services/data/v63.0/query/../sobjects/User", "/services/data/v63.0/query/0r8%2e", "/query/a?q=b");
    INFO(link);
    CHECK_FALSE(salesforce::get_next_page(link));
}
