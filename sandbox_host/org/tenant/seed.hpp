#pragma once

#include "sandbox_host/org/records/records.hpp"
#include "sandbox_host/org/tenant/tenant_entry.hpp"

#include <cstddef>

namespace alysio::sandbox::org {

/// Fills an empty database with the records of `folder`: one file per object, an array of records each, written as they
/// would be sent to the API. Texts that start with @ are resolved: references to the record whose "@key" they name,
/// dates relative to now. All or nothing; the error names the file, the record and Salesforce's refusal.
base::Result<void> seed(Database& database, const Schema& schema, Records& records, const Files& files,
                        const std::string& folder, Instant now);

/// Adds opportunities until there are `count`, each a variation of one that the seed brought. The same seed and count
/// give the same records, save for dates, which follow today.
void grow(Database& database, const Schema& schema, Records& records, std::size_t count, Instant now);

/// Fills EntityDefinition, where the schema has it, with one row per object.
void fill_entity_definitions(Database& database, const Schema& schema);

}  // namespace alysio::sandbox::org
