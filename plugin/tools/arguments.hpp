#pragma once

#include "plugin/tools/tool.hpp"

#include <alysio/sdk/json.hpp>

#include <string>
#include <string_view>
#include <vector>

// Arguments that several tools take.
namespace alysio::salesforce {

enum class IdUse {
    Read,   // a lost letter case is repaired, with a warning
    Write,  // ... and refused: a wrong guess would change another record
};

void check_object_name(const sdk::Json& arguments, ArgumentFaults& faults);
void check_record_id(const sdk::Json& arguments, IdUse use, ArgumentFaults& faults);

/// The object and record that a call is about, after the checks above.
struct Target {
    std::string object;
    std::string id;  // 18 characters, or any text for an external object
    std::vector<std::string> warnings;
};
Target read_target(const sdk::Json& arguments);

/// Empty when absent.
std::vector<std::string> string_list(const sdk::Json& arguments, std::string_view name);
std::string string_argument(const sdk::Json& arguments, std::string_view name);
bool flag_argument(const sdk::Json& arguments, std::string_view name);

/// A SOQL string literal, quotes included.
std::string soql_text(std::string_view text);

void add_warnings(sdk::Json& result, const std::vector<std::string>& warnings);

}  // namespace alysio::salesforce
