#pragma once

#include "plugin/tools/tool.hpp"

#include <alysio/sdk/json.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Arguments that several tools take.
namespace alysio::salesforce {

enum class IdUse {
    read,   // a lost letter case is repaired, with a warning
    write,  // ... and refused: a wrong guess would change another record
};

void check_object_name(const sdk::Json& arguments, CheckedArguments& checked);

/// Fills `checked.target` as well.
void check_record(const sdk::Json& arguments, IdUse use, CheckedArguments& checked);

/// Empty when absent.
std::vector<std::string> string_list(const sdk::Json& arguments, std::string_view name);
bool flag_argument(const sdk::Json& arguments, std::string_view name);

/// A SOQL string literal, quotes included.
std::string soql_text(std::string_view text);

void add_warnings(sdk::Json& result, const std::vector<std::string>& warnings);

}  // namespace alysio::salesforce
