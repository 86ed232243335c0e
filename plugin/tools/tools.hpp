#pragma once

#include "plugin/tools/tool.hpp"

// The tools of plugin.cpp's table, each in the file of its name.
namespace alysio::salesforce {

Task<Result<std::string>> run_soql_query(ToolRun& run);

Task<Result<std::string>> get_object_fields(ToolRun& run);
void check_get_object_fields(const sdk::Json& arguments, ArgumentFaults& faults);

Task<Result<std::string>> get_record(ToolRun& run);
void check_get_record(const sdk::Json& arguments, ArgumentFaults& faults);

Task<Result<std::string>> create_record(ToolRun& run);
void check_create_record(const sdk::Json& arguments, ArgumentFaults& faults);

Task<Result<std::string>> update_record(ToolRun& run);
void check_update_record(const sdk::Json& arguments, ArgumentFaults& faults);

Task<Result<std::string>> generate_record_url(ToolRun& run);
void check_generate_record_url(const sdk::Json& arguments, ArgumentFaults& faults);

}  // namespace alysio::salesforce
