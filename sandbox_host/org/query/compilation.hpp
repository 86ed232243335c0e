#pragma once

#include "sandbox_host/org/query/calendar.hpp"
#include "sandbox_host/org/query/query_context.hpp"
#include "sandbox_host/org/schema/schema.hpp"
#include "sandbox_host/org/schema/value.hpp"
#include "sandbox_host/soql/error.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::org {

/// What all parts of one compilation share. The first error is kept; everybody goes on with harmless SQL, and whoever
/// started the compilation throws that away when there is an error.
struct Compilation {
    const Schema& schema;
    const QueryContext& asker;
    const Calendar& calendar;
    std::string_view text;  ///< of the query
    std::optional<soql::Error> error = std::nullopt;
    std::size_t child_queries = 0;  ///< met so far

    void refuse(std::size_t offset, std::string code, std::string sentence);
    void unsupported(std::size_t offset, std::string_view what);
    void no_such_column(std::size_t offset, std::string_view column, std::string_view entity);
    void no_such_relationship(std::size_t offset, std::string_view relationship);
    void no_such_object(std::size_t offset, std::string_view object);
    void not_grouped(std::size_t offset, std::string_view what);

    /// Objects and fields that the user may not read do not exist.
    const Object* object(std::string_view name) const;
    const Field* field(const Object& object, std::string_view name) const;
};

/// One SQL statement in the making. Values become parameters, so that no text of a request is ever part of the SQL.
class SqlDraft {
  public:
    /// Parameter 1 is bound when the statement runs: the parent's Id in a child query, the number of a row.
    static constexpr int run_time_parameter = 1;

    std::string bind(Value value) {
        values_.push_back(std::move(value));
        return "?" + std::to_string(run_time_parameter + static_cast<int>(values_.size()));
    }
    /// The same for a text that is likely to be needed again: equal expressions then have equal SQL.
    std::string constant(const std::string& text) {
        std::string& parameter = constants_[text];
        if (parameter.empty()) parameter = bind(text);
        return parameter;
    }
    std::string new_table() { return "t" + std::to_string(tables_++); }
    std::size_t tables() const { return tables_; }
    /// For the parameters 2, 3, ...
    std::vector<Value> take_values() { return std::move(values_); }

  private:
    std::vector<Value> values_;
    std::map<std::string, std::string> constants_;
    std::size_t tables_ = 0;
};

/// An SQL expression and what SOQL knows of it.
struct Expression {
    std::string sql = "NULL";
    FieldType type = FieldType::string;
    const Field* field = nullptr;  ///< the field it is; null for functions
    std::string collation;         ///< " COLLATE ..." where SQLite does not know it from a column
    std::string currency = {};     ///< of an amount: SQL for its currency's code; empty: the org's only one
};

}  // namespace alysio::sandbox::org
