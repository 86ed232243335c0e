// The plugin as a host sees it: the table of its tools, and the one exported function.

#include <alysio/abi.h>

#include <array>
#include <iterator>

#include "plugin/tools/runner.hpp"
#include "plugin/tools/schemas.hpp"
#include "plugin/tools/tools.hpp"

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
    {describe(
         "salesforce_run_soql_query", "Salesforce: run SOQL query", reads,
         "Runs one SOQL SELECT and returns all rows, each with record_url; long results become a file with a preview. "
         "Use it to find, list, count or group records; salesforce_get_record for one known id, "
         "salesforce_get_object_fields first for uncertain names. To count or sum use COUNT(), SUM, GROUP BY, not "
         "rows. "
         "Use date literals (TODAY, THIS_MONTH, THIS_QUARTER, THIS_FISCAL_QUARTER, LAST_N_DAYS:30), not computed "
         "dates; "
         "USING SCOPE mine for \"my\"; NULLS LAST with DESC. Parents: Account.Name; children: (SELECT Name FROM "
         "Contacts). Quote text only, a quote in it as \\'. Datetimes are UTC. Only reads: no SOSL, FOR UPDATE, DML. "
         "Example: {\"query\": \"SELECT Name, Amount FROM Opportunity WHERE IsClosed = false AND CloseDate = "
         "THIS_MONTH "
         "ORDER BY Amount DESC NULLS LAST LIMIT 10\"}",
         schemas::run_soql_query_input, schemas::run_soql_query_output),
     nullptr, run_soql_query},

    {describe(
         "salesforce_get_object_fields", "Salesforce: object fields", reads,
         "Lists the fields of a Salesforce object: API names, types, what is required or read-only, picklist values; "
         "and who the connected user is and which day is today there (`context`). Use it before a query or a write "
         "whenever a name or a value is not certain: wrong names fail. `search` finds fields by words of their label "
         "or by initials (ARR), `fields` gives all values of a picklist and which of them fit a controlling value. "
         "With `search` alone it finds objects by name. Not for records: use salesforce_run_soql_query. Shows only "
         "what the connected user may see. Example: {\"object_name\": \"Opportunity\", \"fields\": [\"StageName\"]}",
         schemas::get_object_fields_input, schemas::get_object_fields_output),
     check_get_object_fields, get_object_fields},

    {describe(
         "salesforce_get_record", "Salesforce: get record", reads,
         "Reads one Salesforce record by its id, with a link to it. Empty fields are left out, long texts cut; name "
         "`fields` to read just those in full, parents as Owner.Name. For a record known by name, or for several, "
         "use salesforce_run_soql_query. Keep last_modified for a safe update. Example: {\"object_name\": "
         "\"Account\", \"record_id\": \"001dM00003kRs59QAC\"}",
         schemas::get_record_input, schemas::get_record_output),
     check_get_record, get_record},

    {describe(
         "salesforce_create_record", "Salesforce: create record", creates,
         "Creates one Salesforce record of any object, as the connected user. Names and picklist values are checked "
         "first. Dates: 2026-12-31; times with offset: 2026-12-31T09:00:00+01:00; multi-select values joined by ;. "
         "Task: give Subject, due date ActivityDate. Event: Subject, StartDateTime and EndDateTime or "
         "DurationInMinutes. WhoId is a Contact or Lead, WhatId anything else, not together with a Lead. Never "
         "repeat a call whose error says outcome unknown before looking. A possible duplicate is refused with its "
         "matches: ask the user. Example: {\"object_name\": \"Lead\", \"fields\": {\"LastName\": \"Ng\", "
         "\"Company\": \"Acme\"}}",
         schemas::create_record_input, schemas::create_record_output),
     check_create_record, create_record},

    {describe("salesforce_update_record", "Salesforce: update record", updates,
              "Changes fields of one Salesforce record; fields not given stay. null clears a field. Overwrites what is "
              "there, so read the record first, and give its last_modified as if_unmodified_since to be told when "
              "somebody else changed it meanwhile. Values as in salesforce_create_record. Cannot delete. Example: "
              "{\"object_name\": \"Opportunity\", \"record_id\": \"006dM00000AbCdEQAV\", \"fields\": {\"StageName\": "
              "\"Negotiation/Review\"}}",
              schemas::update_record_input, schemas::update_record_output),
     check_update_record, update_record},

    {describe(
         "salesforce_generate_record_url", "Salesforce: record link", reads,
         "Makes the link that opens a Salesforce record in the browser, for sharing or opening. Asks Salesforce "
         "nothing about the record: it may be deleted or hidden. The other tools' results hold record_url already.",
         schemas::generate_record_url_input, schemas::generate_record_url_output),
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
