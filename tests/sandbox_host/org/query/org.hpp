#pragma once

#include "sandbox_host/org/access/profile.hpp"
#include "sandbox_host/org/query/query.hpp"
#include "sandbox_host/org/schema/schema.hpp"
#include "sandbox_host/org/store/database.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

/// A small org in memory, for the tests of queries: six accounts, four contacts, and what belongs to them.
namespace alysio::sandbox::org::testing {

class QueryOrg {
  public:
    QueryOrg();

    /// "001000000000001AAA" and so on: the n-th record under a key prefix.
    static std::string id(const char* prefix, unsigned number);

    /// The answer, which must be one.
    nlohmann::ordered_json ask(const std::string& soql);
    /// The same as it goes over the wire.
    std::string text(const std::string& soql);
    /// The field of every row, as one text: "Acme, Beta, null".
    std::string column(const std::string& soql, const std::string& field = "Name");
    /// The whole message of a query that must be refused, or "accepted".
    std::string refusal(const std::string& soql);
    /// Its code.
    std::string code(const std::string& soql);
    /// Without excerpt and position.
    std::string sentence(const std::string& soql);

    void execute(const std::string& sql) { database.execute(sql); }

    Schema schema;
    Database database;
    Profile profile;
    QueryContext context;
    Queries queries;
};

}  // namespace alysio::sandbox::org::testing
