#pragma once

#include <alysio/abi.h>
#include <alysio/sdk/schema.hpp>
#include <alysio/sdk/text.hpp>

namespace alysio::salesforce::tests {

inline void close_objects(sdk::Json& schema) {
    if (schema.contains("items")) close_objects(schema["items"]);
    if (!schema.contains("properties")) return;
    schema["additionalProperties"] = false;
    for (auto& [name, property] : schema["properties"].items()) close_objects(property);
}

/// The output schema as the tests hold results to it: with the members that it names, and no others.
inline sdk::Json strict_output(const alysio_tool& tool) {
    sdk::Json schema = sdk::parse_json(sdk::view(tool.output_schema)).value();
    close_objects(schema);
    return schema;
}

}  // namespace alysio::salesforce::tests
