#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::cli {

struct SchemaChange {
    enum class Kind { added, removed, changed };
    Kind kind = Kind::changed;
    std::string path;  ///< "records[].Name"; empty: the whole
    std::string what;  ///< "array of string, required", "maximum 100 -> 200"

    bool operator==(const SchemaChange&) const = default;
};

/// How two JSON schemas differ, property by property.
std::vector<SchemaChange> schema_changes(std::string_view before, std::string_view after);

}  // namespace alysio::sandbox::cli
