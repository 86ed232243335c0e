#include "sandbox_host/runtime/schema_lint.hpp"

#include <alysio/sdk/schema.hpp>

namespace alysio::sandbox::runtime {

namespace {

using sdk::Schema;

void lint(const std::string& which, const std::string& text, Schema::Of of, std::vector<std::string>& faults) {
    for (const auto& fault : Schema(sdk::Json::parse(text)).lint(of)) {
        faults.push_back(which + (fault.pointer.empty() ? "" : " at " + fault.pointer) + ": " + fault.message + '.');
    }
}

}  // namespace

std::vector<std::string> lint(const std::vector<ToolInfo>& tools) {
    std::vector<std::string> faults;
    for (const auto& tool : tools) {
        lint("The input schema of " + tool.name, tool.input_schema, Schema::Of::arguments, faults);
        lint("The output schema of " + tool.name, tool.output_schema, Schema::Of::result, faults);
    }
    return faults;
}

}  // namespace alysio::sandbox::runtime
