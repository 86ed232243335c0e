#pragma once

#include "sandbox_host/org/query/cursors.hpp"
#include "sandbox_host/org/query/plan.hpp"
#include "sandbox_host/org/query/query.hpp"
#include "sandbox_host/org/store/database.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// Runs a plan and writes what it finds as JSON, row by row from SQLite into one text.
class Rows {
  public:
    static constexpr std::size_t most_groups = 2000;

    Rows(Database& database, Cursors& cursors, const QueryContext& context, std::string_view soql);

    /// The whole answer to the query; false when it has more groups than can be answered.
    bool write(const Plan& plan, std::string& json);
    /// The page of a cursor that starts at its row `offset`.
    void write_page(const Plan& plan, const Cursor& cursor, const std::string& cursor_id, std::size_t offset,
                    std::string& json);

  private:
    using ChildPath = std::vector<std::size_t>;

    void write_result(const Plan& plan, Statement& statement, ChildPath& path, std::string& json);
    void write_children(const Plan& plan, std::size_t child, std::string_view parent, ChildPath& path,
                        std::string& json);
    void write_object(const Plan& plan, const Shape& shape, Statement& row, ChildPath& path, std::string& json);
    void write_members(const Plan& plan, const std::vector<Member>& members, Statement& row, ChildPath& path,
                       std::string& json);
    void write_attributes(const Shape& shape, Statement& row, std::string& json);
    void write_compound(const Compound& compound, Statement& row, std::string& json);

    Statement prepare(const std::string& sql, const Plan& plan);
    std::string next_url(const std::string& locator) const;

    Database& database_;
    Cursors& cursors_;
    const QueryContext& context_;
    std::string_view soql_;
    std::map<const Plan*, Statement> child_statements_;
};

}  // namespace alysio::sandbox::org
