#pragma once

namespace alysio::sandbox::org {

class Database;
class Schema;

/// Makes the database hold the schema: one table per object, named Object::table, one column per stored field, named as
/// the field; "Id" is the primary key; references, unique fields and external ids are indexed. Text that Salesforce
/// compares without regard to case carries the collation of collation.hpp, so plain `=`, IN, ORDER BY and GROUP BY
/// behave as in SOQL. A database of an earlier schema gains tables and columns; nothing is ever dropped.
void create_tables(Database& database, const Schema& schema);

}  // namespace alysio::sandbox::org
