#include "plugin/records/csv_rows.hpp"

#include "csv_judge.hpp"
#include "csv_reader.hpp"
#include "pages.hpp"

#include <catch2/catch.hpp>

namespace csv_rows_test {

using namespace alysio::salesforce::records;
using namespace alysio::salesforce::records::testing;

namespace {

using Table = std::vector<std::vector<std::string>>;

const PathLinks links;

std::string page_of(const std::string& rows) {
    return R"({"totalSize":1,"done":true,"records":[)" + rows + "]}";
}

std::string csv_of(Csv& sink, const std::string& rows) {
    auto result = read(page_of(rows), sink);
    REQUIRE_FALSE(result.outcome.fault);
    sink.finish(result.text);
    return result.text;
}

Table table_of(const std::vector<Column>& columns, const std::string& rows, LinkScope scope = LinkScope::none) {
    Csv sink(columns, {scope, &links});
    return parse_csv(csv_of(sink, rows));
}

}  // namespace

TEST_CASE("The header is the SELECT list even when the first row lacks a parent") {
    CHECK(
        table_of(
            {{"Name"}, {"Account.Owner.Name"}, {"Account.Name"}, {"Amount"}},
            R"({"Name":"A","Account":null,"Amount":1.39E8},)"
            R"({"Name":"B","Account":{"attributes":{"type":"Account"},"Owner":{"Name":"O"},"Name":"Acme"},"Amount":null})") ==
        Table{{"Name", "Account.Owner.Name", "Account.Name", "Amount"},
              {"A", "", "", "139000000"},
              {"B", "O", "Acme", ""}});
}

TEST_CASE("A result without rows is a header") {
    CHECK(table_of({{"Id"}, {"Name"}}, "", LinkScope::rows) == Table{{"Id", "Name", "record_url"}});
}

TEST_CASE("Columns are found whatever the letter case of the query, and in any order") {
    CHECK(table_of({{"name"}, {"account.NAME"}, {"Id"}}, R"({"Id":"1","Account":{"Name":"X"},"Name":"N"})") ==
          Table{{"name", "account.NAME", "Id"}, {"N", "X", "1"}});
}

TEST_CASE("The link is the last column, and parents have theirs before it when all are asked for") {
    const std::string row = R"({"attributes":{"url":"/sobjects/Contact/003A"},"Name":"C",)"
                            R"("Account":{"attributes":{"url":"/sobjects/Account/001A"},"Name":"Acme"}})";
    CHECK(table_of({{"Name"}, {"Account.Name"}}, row, LinkScope::rows) ==
          Table{{"Name", "Account.Name", "record_url"}, {"C", "Acme", "https://x/Contact/003A"}});
    CHECK(table_of({{"Name"}, {"Account.Name"}}, row, LinkScope::all) ==
          Table{{"Name", "Account.Name", "Account.record_url", "record_url"},
                {"C", "Acme", "https://x/Account/001A", "https://x/Contact/003A"}});
}

TEST_CASE("Subqueries and compounds are cells of JSON") {
    const auto table = table_of({{"Contacts"}, {"BillingAddress"}},
                                R"({"Contacts":{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Contact"},)"
                                R"("Name":"A \"B\", C"}]},"BillingAddress":{"city":"Köln","latitude":50.9}})");
    CHECK(table[1] == std::vector<std::string>{R"([{"Name":"A \"B\", C"}])", R"({"city":"Köln","latitude":50.9})"});
}

TEST_CASE("FIELDS() stands for what the first row holds at its place") {
    CHECK(
        table_of(
            {{"Id"}, {"", true}, {"Owner.Name"}},
            R"({"Id":"1","Name":"A","Phone":null,"Owner":{"Name":"O"}},{"Id":"2","Name":"B","Phone":"5","Owner":null})") ==
        Table{{"Id", "Name", "Phone", "Owner.Name"}, {"1", "A", "", "O"}, {"2", "B", "5", ""}});
}

TEST_CASE("Text survives quoting whatever is in it") {
    const auto seed = GENERATE(range(0u, 300u));
    PageMaker maker(seed);
    const auto token = maker.text();
    const auto expected = without_controls(Json::parse(token).get<std::string>());
    const auto row = table_of({{"A"}, {"B"}}, R"({"A":)" + token + R"(,"B":"end"})")[1];
    CHECK(row.size() == 2);
    CHECK(without_marks(row[0], expected) == expected);
    CHECK_FALSE(has_formula(row[0]));
}

TEST_CASE("Text that a spreadsheet would run is neutralised, and counted") {
    const auto [text, neutral] = GENERATE(table<std::string, bool>({
        {"=1+1", true},
        {"@SUM(A1)", true},
        {"\\t=1", true},
        {"\\r=1", true},
        {"+1+cmd|' /C calc'!A0", true},
        {"-2+3", true},
        {"-a", true},
        {"+49 (0) 221-123.45", false},
        {"-5", false},
        {"-", false},
        {"1=1", false},
        {"a@b.c", false},
        {"\\n=1", true},
        {"", false},
        {" =1", true},
        {"\u00a0=1", true},
        {"\u200b=1", true},
        {"\ufeff\u200b +a", true},
        {"\uff1d1+1", true},
        {"\uff0ba", true},
        {"\uff20SUM(A1)", true},
        {"\\u001b=1", false},
        {"Grüße = 1", false},
        {"é=1", false},
    }));
    Csv sink({{"A"}}, {});
    const auto row = parse_csv(csv_of(sink, R"({"A":")" + text + R"("})"))[1];
    CHECK((row[0].substr(0, 1) == "'") == neutral);
    CHECK(sink.neutralised() == (neutral ? 1 : 0));
}

TEST_CASE("A cell that begins behind a semicolon or a tab is no formula either") {
    const auto [text, cell] = GENERATE(table<std::string, std::string>({
        {"a;=cmd()", "a;'=cmd()"},
        {R"(a; @b;\"+c;d)", "a;' @b;'\"+c;d"},
        {"=a;=b", "'=a;'=b"},
        {R"(a\t=cmd())", "a\t'=cmd()"},
        {"+49 221 1; +49 221 2", "+49 221 1; +49 221 2"},
        {R"(a; -5;\"+3\")", "a; -5;\"+3\""},
        {"a; -5+cmd()", "a;' -5+cmd()"},
        {"a;b;c", "a;b;c"},
        {"a;", "a;"},
    }));
    Csv sink({{"A"}}, {});
    CHECK(parse_csv(csv_of(sink, R"({"A":")" + text + R"("})"))[1][0] == cell);
    CHECK(sink.neutralised() == (cell.find('\'') == cell.npos ? 0 : 1));
}

TEST_CASE("A text in a cell of JSON begins no formula behind a semicolon either, and stays a text") {
    const auto [text, meant] = GENERATE(table<std::string, std::string>({
        {"a;=cmd()", "a;'=cmd()"},
        {R"(a;\"=cmd())", "a;\"=cmd()"},
        {R"(a;\u003dcmd())", "a;=cmd()"},
        {"a; -5", "a; -5"},
    }));
    const std::size_t changed = meant.find('\'') == meant.npos ? 0 : 1;
    Csv compound({{"A"}}, {});
    const auto address = parse_csv(csv_of(compound, R"({"A":{"city":")" + text + R"("}})"))[1][0];
    CHECK(Json::parse(address)["city"] == meant);
    CHECK(compound.neutralised() == changed);
    Csv children({{"A"}}, {});
    const auto rows = R"({"A":{"totalSize":2,"done":true,"records":[{"B":")" + text + R"("},{"B":"c"}]}})";
    CHECK(Json::parse(parse_csv(csv_of(children, rows))[1][0])[0]["B"] == meant);
    CHECK(children.neutralised() == changed);
}

TEST_CASE("Control characters do not reach the file") {
    const auto [text, cell] = GENERATE(table<std::string, std::string>({
        {R"(a\u001b[2Jb\u0000c\td)", "a\uFFFD[2Jb\uFFFDc\td"},
        {"a\x7F"
         "b",
         "a\uFFFDb"},
        {"a\xC2\x9B"
         R"(2J\u009b)",
         "a\uFFFD2J\uFFFD"},
        {"20\u00b0 \u00a35", "20\u00b0 \u00a35"},
    }));
    Csv sink({{"A"}, {"B"}}, {});
    CHECK(parse_csv(csv_of(sink, R"({"A":")" + text + "\",\"B\":{\"c\":\"\x7F\"}}"))[1] ==
          std::vector<std::string>{cell, "{\"c\":\"\uFFFD\"}"});
}

TEST_CASE("Numbers are written plainly, with a sign too, and are no text") {
    Csv sink({{"A"}}, {});
    CHECK(csv_of(sink, R"({"A":-1.5E3})") == "A\r\n-1500\r\n");
    CHECK(sink.neutralised() == 0);
}

TEST_CASE("A field that has no column is named, never lost in silence") {
    Csv sink({{"A"}, {"B.C"}}, {});
    csv_of(sink, R"({"A":1,"X":2,"B":{"C":3,"Y":{"Z":1}}},{"X":3,"B":5})");
    CHECK(sink.unplaced() == std::vector<std::string>{"X", "B.Y", "B"});
}

TEST_CASE("CSV is UTF-8 without a byte order mark") {
    Csv sink({{"A"}}, {});
    CHECK(csv_of(sink, R"({"A":"\u00e9\ud83d\ude00"})") == "A\r\né😀\r\n");
}

}  // namespace csv_rows_test
