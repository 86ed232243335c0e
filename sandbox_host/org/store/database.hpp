#pragma once

#include "sandbox_host/org/schema/value.hpp"

#include <alysio/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace alysio::sandbox::org {

/// SQLite refused something it never should: our SQL is wrong, or the disk failed. Thrown, and answered as an internal
/// server error by whoever serves the request; what a client can cause is checked before it reaches SQLite.
class DatabaseError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A prepared statement. Columns count from 0, parameters from 1, as in SQLite. Must not outlive its Database.
class Statement {
  public:
    Statement& bind(int parameter, std::nullptr_t);
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, double value);
    Statement& bind(int parameter, std::string_view text);
    Statement& bind(int parameter, const Value& value);

    /// Runs to the next row: true when there is one, false at the end.
    bool step();
    /// Back to the start; bound values stay.
    void reset();

    int columns() const;
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    /// Valid until the next step, reset or end of the statement; empty for null.
    std::string_view text(int column) const;
    Value value(int column) const;

    sqlite3_stmt* handle() const noexcept { return statement_.get(); }

  private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    void check(int code) const;

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// The data of an org's tenants: a SQLite database, in a file that this process holds alone (WAL, so that an answered write
/// survives the process being killed) or in memory. Used from one thread.
class Database {
  public:
    /// Fails, in words for a person, when the file can't be opened or another process holds it.
    static base::Result<Database> open(const std::filesystem::path& file);
    static Database in_memory();

    Statement prepare(std::string_view sql);
    /// Runs statements that give no rows.
    void execute(const std::string& sql);
    /// Drops every table: the start of a fresh org. Not by deleting the file, which another process may hold.
    void clear();
    /// Rows changed by the last INSERT, UPDATE or DELETE.
    std::int64_t changes() const;

    sqlite3* handle() const noexcept { return connection_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* connection) const noexcept;
    };
    static base::Result<Database> open(const std::string& file, bool in_memory);
    explicit Database(sqlite3* connection) : connection_(connection) {}

    std::unique_ptr<sqlite3, Close> connection_;
};

/// Everything until commit() happens together or not at all. Nests.
class Transaction {
  public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Database& database_;
    bool open_ = true;
};

/// An identifier quoted for SQL. Identifiers come from the schema only, never from a request.
std::string sql_name(std::string_view identifier);

}  // namespace alysio::sandbox::org
