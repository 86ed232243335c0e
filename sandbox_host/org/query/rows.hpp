#pragma once

#include "sandbox_host/org/query/cursors.hpp"
#include "sandbox_host/org/query/plan.hpp"
#include "sandbox_host/org/query/query_context.hpp"
#include "sandbox_host/org/store/database.hpp"

#include <alysio/base/result.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// Runs a plan and writes what it finds as JSON, row by row from SQLite into one text. Records are found first, by their
/// numbers alone, and then read, a page of them: sorting a large result moves no field, and a later page is
/// made as the first one is.
class Rows {
  public:
    static constexpr std::size_t most_groups = 2000;

    Rows(Database& database, Cursors& cursors, const QueryContext& context, std::string_view soql);

    /// The whole answer to the query; refused where it takes more than the one page that it can have.
    base::Result<void, QueryError> write(const QueryPlan& plan, std::string& json);
    /// The page of a cursor that starts at its row `offset`.
    void write_page(const QueryPlan& plan, const Cursor& cursor, const std::string& cursor_id, std::size_t offset,
                    std::string& json);

  private:
    using ChildPath = std::vector<std::size_t>;
    using RowNumbers = std::vector<std::int64_t>;
    struct Statements {
        Statement find;
        Statement read;
    };

    void write_count(const QueryPlan& plan, std::string& json);
    bool write_groups(const QueryPlan& plan, std::string& json);
    void write_found(const QueryPlan& plan, RowNumbers rows, std::string& json);
    std::size_t write_rows(const QueryPlan& plan, const RowNumbers& rows, std::size_t offset, std::string& json);
    void write_children(const QueryPlan& plan, std::size_t child, std::string_view parent, std::string& json);
    void write_object(const QueryPlan& plan, const Shape& shape, const Statement& row, std::string& json);
    void write_members(const QueryPlan& plan, const std::vector<Member>& members, const Statement& row,
                       std::string& json);

    RowNumbers find(Statement& statement);
    Statements& statements(const QueryPlan& plan);
    Statement prepare(const std::string& sql, const QueryPlan& plan);
    std::string next_url(const std::string& locator) const;

    Database& database_;
    Cursors& cursors_;
    const QueryContext& context_;
    std::string_view soql_;
    std::map<const QueryPlan*, Statements> statements_;
    ChildPath path_;  // to the child query being written
    std::size_t rows_written_ = 0;
};

}  // namespace alysio::sandbox::org
