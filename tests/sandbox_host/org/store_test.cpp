#include "sandbox_host/org/schema/schema.hpp"
#include "sandbox_host/org/store/collation.hpp"
#include "sandbox_host/org/store/database.hpp"
#include "sandbox_host/org/store/tables.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sys/wait.h>
#include <unistd.h>

using namespace alysio::sandbox::org;
using nlohmann::json;

namespace {

Schema note_schema(const char* more_fields = "") {
    return *Schema::load({json::parse(R"({"name": "Note", "owner": [], "system_fields": false, "fields": [
        {"name": "Title", "type": "string"}, {"name": "Done", "type": "boolean"},
        {"name": "Score", "type": "double"})" +
                                      std::string(more_fields) + "]}")});
}

struct TemporaryFolder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("org_store_" + std::to_string(getpid()));
    TemporaryFolder() { std::filesystem::create_directories(path); }
    ~TemporaryFolder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("what is stored comes back with its type") {
    Database database = Database::in_memory();
    create_tables(database, note_schema());
    Statement insert = database.prepare("INSERT INTO Note (Id, Title, Done, Score) VALUES (?, ?, ?, ?)");
    insert.bind(1, Value{std::string("1")}).bind(2, Value{}).bind(3, Value{std::int64_t{1}}).bind(4, Value{2.0}).step();
    Statement select = database.prepare("SELECT Title, Done, Score FROM Note WHERE Id = ?");
    REQUIRE(select.bind(1, std::string_view("1")).step());
    CHECK(is_null(select.value(0)));
    CHECK(select.value(1) == Value{std::int64_t{1}});
    CHECK(select.value(2) == Value{2.0});
    CHECK_FALSE(select.step());
}

TEST_CASE("text compares without regard to case, also beyond ASCII") {
    const auto [a, b] = GENERATE(
        table<std::string, std::string>({{"ACME", "acme"}, {"Éclair", "éclair"}, {"ΑΘΗΝΑ", "αθηνα"}, {"ЛЕВ", "лев"}}));
    CHECK(compare_folded(a, b) == 0);
    CHECK(fold(a) == fold(b));
    Database database = Database::in_memory();
    create_tables(database, note_schema());
    database.prepare("INSERT INTO Note (Id, Title) VALUES ('1', ?)").bind(1, std::string_view(a)).step();
    CHECK(database.prepare("SELECT Id FROM Note WHERE Title = ?").bind(1, std::string_view(b)).step());
}

TEST_CASE("different texts stay different, also when they are no valid UTF-8") {
    CHECK(compare_folded("Eclair", "Éclair") != 0);
    CHECK(compare_folded("\xFF", "\xFE") != 0);
    CHECK(compare_folded("\xC3", "\xC3\xA9") != 0);
    CHECK(compare_folded("a", "ab") < 0);
    CHECK(fold("\xFFZ\xC3") == "\xFFz\xC3");
}

TEST_CASE("a transaction that is not committed leaves nothing") {
    Database database = Database::in_memory();
    create_tables(database, note_schema());
    {
        Transaction transaction(database);
        database.execute("INSERT INTO Note (Id) VALUES ('1')");
    }
    CHECK_FALSE(database.prepare("SELECT 1 FROM Note").step());
}

TEST_CASE("a database of an earlier schema gains the new columns and keeps its rows") {
    Database database = Database::in_memory();
    create_tables(database, note_schema());
    database.execute("INSERT INTO Note (Id, Title) VALUES ('1', 'kept')");
    create_tables(database, note_schema(R"(, {"name": "Extra", "type": "boolean"})"));
    Statement select = database.prepare("SELECT Title, Extra FROM Note");
    REQUIRE(select.step());
    CHECK(select.text(0) == "kept");
    CHECK(select.integer(1) == 0);
}

TEST_CASE("a data file serves one process at a time, and the second is told so") {
    const TemporaryFolder folder;
    const auto file = folder.path / "org.db";
    int ready[2];
    int done[2];
    REQUIRE(pipe(ready) == 0);
    REQUIRE(pipe(done) == 0);
    const pid_t child = fork();
    if (child == 0) {
        const auto held = Database::open(file);
        char byte = held ? 'y' : 'n';
        (void)!write(ready[1], &byte, 1);
        (void)!read(done[0], &byte, 1);
        _exit(0);
    }
    char held = 0;
    REQUIRE(read(ready[0], &held, 1) == 1);
    REQUIRE(held == 'y');
    const auto second = Database::open(file);
    REQUIRE(write(done[1], "x", 1) == 1);
    waitpid(child, nullptr, 0);
    REQUIRE_FALSE(second);
    CHECK(second.error().message ==
          file.string() + " is in use by another process: end that one, or keep the data in another file");
    CHECK(Database::open(file));
}
