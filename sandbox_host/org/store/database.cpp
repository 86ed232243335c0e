#include "sandbox_host/org/store/database.hpp"

#include "sandbox_host/org/store/collation.hpp"

#include <sqlite3.h>

#include <vector>

namespace alysio::sandbox::org {
namespace {

int collate(void*, int a_size, const void* a, int b_size, const void* b) {
    return compare_folded({static_cast<const char*>(a), static_cast<std::size_t>(a_size)},
                          {static_cast<const char*>(b), static_cast<std::size_t>(b_size)});
}

}  // namespace

// -- Statement ----------------------------------------------------------------------------------------------------

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) throw DatabaseError(sqlite3_errmsg(sqlite3_db_handle(handle())));
}

Statement& Statement::bind(int parameter, std::nullptr_t) {
    check(sqlite3_bind_null(handle(), parameter));
    return *this;
}

Statement& Statement::bind(int parameter, std::int64_t value) {
    check(sqlite3_bind_int64(handle(), parameter, value));
    return *this;
}

Statement& Statement::bind(int parameter, double value) {
    check(sqlite3_bind_double(handle(), parameter, value));
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
    // A null data pointer would bind NULL where an empty text was meant.
    const char* data = text.empty() ? "" : text.data();
    check(sqlite3_bind_text64(handle(), parameter, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(int parameter, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return bind(parameter, *integer);
    if (const auto* real = std::get_if<double>(&value)) return bind(parameter, *real);
    if (const auto* text = std::get_if<std::string>(&value)) return bind(parameter, std::string_view(*text));
    return bind(parameter, nullptr);
}

bool Statement::step() {
    const int code = sqlite3_step(handle());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) check(code);
    return false;
}

void Statement::reset() {
    sqlite3_reset(handle());
}

int Statement::columns() const {
    return sqlite3_column_count(handle());
}
bool Statement::is_null(int column) const {
    return sqlite3_column_type(handle(), column) == SQLITE_NULL;
}
std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle(), column);
}
double Statement::real(int column) const {
    return sqlite3_column_double(handle(), column);
}

std::string_view Statement::text(int column) const {
    const auto* text = sqlite3_column_text(handle(), column);
    if (text == nullptr) return {};
    return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(handle(), column))};
}

Value Statement::value(int column) const {
    switch (sqlite3_column_type(handle(), column)) {
        case SQLITE_NULL:
            return {};
        case SQLITE_INTEGER:
            return integer(column);
        case SQLITE_FLOAT:
            return real(column);
        default:
            return std::string(text(column));
    }
}

// -- Database -----------------------------------------------------------------------------------------------------

void Database::Close::operator()(sqlite3* connection) const noexcept {
    sqlite3_close_v2(connection);
}

base::Result<Database> Database::open(const std::string& file, bool in_memory) {
    sqlite3* connection = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &connection,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(connection);
    if (opened != SQLITE_OK) {
        return base::Error{"can't open " + file + ": " + sqlite3_errmsg(connection) +
                           "; its folder must exist and be writable"};
    }
    sqlite3_create_collation(connection, folded_collation, SQLITE_UTF8, nullptr, collate);
    if (in_memory) return database;
    try {
        // The exclusive mode must come first: it is what lets WAL work without shared memory, and it makes a second
        // process fail at its first read instead of in the middle of its work.
        database.execute("PRAGMA locking_mode = EXCLUSIVE");
        database.execute("PRAGMA journal_mode = WAL");
        database.execute("PRAGMA synchronous = NORMAL");
        database.execute("BEGIN EXCLUSIVE; COMMIT");
    } catch (const DatabaseError& error) {
        if (sqlite3_errcode(connection) == SQLITE_BUSY)
            return base::Error{file + " is in use by another process: end that one, or keep the data in another file"};
        return base::Error{"can't use " + file + ": " + error.what()};
    }
    return database;
}

base::Result<Database> Database::open(const std::filesystem::path& file) {
    return open(file.string(), false);
}

Database Database::in_memory() {
    auto database = open(":memory:", true);
    if (!database) throw DatabaseError(database.error().message);
    return *std::move(database);
}

Statement Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(handle(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) throw DatabaseError(sqlite3_errmsg(handle()));
    return Statement(statement);
}

void Database::execute(const std::string& sql) {
    if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw DatabaseError(sqlite3_errmsg(handle()));
    }
}

void Database::clear() {
    std::vector<std::string> tables;
    Statement select = prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    while (select.step()) tables.emplace_back(select.text(0));
    Transaction transaction(*this);
    for (const std::string& table : tables) execute("DROP TABLE " + sql_name(table));
    transaction.commit();
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(handle());
}

// -- Transaction --------------------------------------------------------------------------------------------------

Transaction::Transaction(Database& database) : database_(database) {
    database_.execute("SAVEPOINT step");
}

Transaction::~Transaction() {
    if (open_) sqlite3_exec(database_.handle(), "ROLLBACK TO step; RELEASE step", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    database_.execute("RELEASE step");
    open_ = false;
}

std::string sql_name(std::string_view identifier) {
    std::string text = "\"";
    for (const char c : identifier) {
        text += c;
        if (c == '"') text += c;
    }
    return text += '"';
}

}  // namespace alysio::sandbox::org
