// The plugin as a host sees it: the table of its tools, and the one exported function.

#include "plugin/tools/runner.hpp"
#include "plugin/tools/texts.hpp"
#include "plugin/tools/tools.hpp"

#include <alysio/abi.h>

#include <array>
#include <iterator>

namespace alysio::salesforce {

namespace {

constexpr alysio_tool_annotations reads = ALYSIO_TOOL_READ_ONLY | ALYSIO_TOOL_IDEMPOTENT | ALYSIO_TOOL_CLOSED_WORLD;
constexpr alysio_tool_annotations creates = ALYSIO_TOOL_NON_DESTRUCTIVE | ALYSIO_TOOL_CLOSED_WORLD;
constexpr alysio_tool_annotations updates = ALYSIO_TOOL_IDEMPOTENT | ALYSIO_TOOL_CLOSED_WORLD;

constexpr alysio_tool describe(std::string_view name, std::string_view title, alysio_tool_annotations annotations,
                               std::string_view description, std::string_view input, std::string_view output) {
    return {sizeof(alysio_tool),   annotations,     sdk::str(name),  sdk::str(title),
            sdk::str(description), sdk::str(input), sdk::str(output)};
}

constexpr Tool tools[] = {
    {describe("salesforce_run_soql_query", "Salesforce: run SOQL query", reads, texts::run_soql_query_description,
              texts::run_soql_query_input, texts::run_soql_query_output),
     nullptr, run_soql_query},
    {describe("salesforce_get_object_fields", "Salesforce: object fields", reads, texts::get_object_fields_description,
              texts::get_object_fields_input, texts::get_object_fields_output),
     check_get_object_fields, get_object_fields},
    {describe("salesforce_get_record", "Salesforce: get record", reads, texts::get_record_description,
              texts::get_record_input, texts::get_record_output),
     check_get_record, get_record},
    {describe("salesforce_create_record", "Salesforce: create record", creates, texts::create_record_description,
              texts::create_record_input, texts::create_record_output),
     check_create_record, create_record},
    {describe("salesforce_update_record", "Salesforce: update record", updates, texts::update_record_description,
              texts::update_record_input, texts::update_record_output),
     check_update_record, update_record},
    {describe("salesforce_generate_record_url", "Salesforce: record link", reads,
              texts::generate_record_url_description, texts::generate_record_url_input,
              texts::generate_record_url_output),
     check_generate_record_url, generate_record_url},
};

constexpr auto descriptors = [] {
    std::array<const alysio_tool*, std::size(tools)> pointers{};
    for (std::size_t i = 0; i < pointers.size(); ++i) pointers[i] = &tools[i].descriptor;
    return pointers;
}();

}  // namespace

ToolList all_tools() {
    return {tools, std::size(tools)};
}

}  // namespace alysio::salesforce

extern "C" const alysio_plugin* ALYSIO_CALL alysio_plugin_v1(void) {
    using namespace alysio;
    static constexpr alysio_plugin table = sdk::plugin_table<salesforce::Runner>(
        "salesforce", ALYSIO_SALESFORCE_VERSION, salesforce::descriptors.data(), salesforce::descriptors.size());
    return &table;
}
