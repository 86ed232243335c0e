#include "plugin/records/json_rows.hpp"

#include "pages.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace json_rows_test {

using namespace alysio::salesforce::records;
using namespace alysio::salesforce::records::testing;

namespace {

const PathLinks links;

std::string page_of(const std::string& rows) {
    return R"({"totalSize":1,"done":true,"records":[)" + rows + "]}";
}

std::string line_of(const std::string& row, LinkScope scope = LinkScope::rows) {
    JsonLines sink({scope, &links});
    const auto result = read(page_of(row), sink);
    REQUIRE_FALSE(result.outcome.fault);
    REQUIRE(result.text.ends_with('\n'));
    return result.text.substr(0, result.text.size() - 1);
}

std::string inline_of(const std::string& row, LinkScope scope = LinkScope::rows) {
    InlineJson sink({scope, &links});
    const auto result = read(page_of(row), sink);
    REQUIRE_FALSE(result.outcome.fault);
    return result.text;
}

const std::string attributes = R"("attributes":{"type":"Account","url":"/services/data/v62.0/sobjects/Account/001A"})";

}  // namespace

TEST_CASE("JSON Lines says the same as a slow reading of the page, row for row") {
    const auto seed = GENERATE(range(0u, 200u));
    const auto scope = GENERATE(LinkScope::rows, LinkScope::all, LinkScope::none);
    const auto page = PageMaker(seed).page(4);
    const auto expected = expected_rows(Json::parse(page), scope);

    JsonLines sink({scope, &links});
    const auto result = read(page, sink);

    REQUIRE_FALSE(result.outcome.fault);
    std::istringstream lines(result.text);
    std::string line;
    for (const auto& row : expected) {
        REQUIRE(std::getline(lines, line));
        CHECK(Json::parse(line) == row);
    }
    CHECK_FALSE(std::getline(lines, line));
}

TEST_CASE("JSON Lines keeps every byte of numbers, strings and nulls") {
    const auto value = GENERATE(as<std::string>(), "null", "1.39E8", "15000.0", "100.00", "-0.0", "1e-9",
                                "12345678901234567890.123456789", R"("\u00e9\/ \ud83d\ude00 é 😀")", R"("")", "true");
    CHECK(line_of("{" + attributes + R"(,"F":)" + value + "}", LinkScope::none) == R"({"F":)" + value + "}");
}

TEST_CASE("JSON Lines carries a text of 131,000 characters whole") {
    const std::string text = '"' + std::string(131000, 'x') + R"(\n")";
    CHECK(line_of(R"({"F":)" + text + "}") == R"({"F":)" + text + "}");
}

TEST_CASE("A row has no line break in it however the page is laid out") {
    const auto line = line_of(
        "\n {\r\n \"attributes\" : {\t\"url\" : \"/x/sobjects/Account/001A\" } , \"Name\" : \"A\" ,\n"
        " \"Owner\" : { \"Name\" : 1 } }\n ");
    CHECK(line == R"({"Name":"A","Owner":{"Name":1},"record_url":"https://x/Account/001A"})");
}

TEST_CASE("Attributes never leave, wherever they stand and whatever they are") {
    const auto given = GENERATE(as<std::string>(), R"({"type":"User"})", "{}", "null", "true", "7", R"("x")", "[1]");
    const std::string member = R"("attributes":)" + given;
    const auto row = GENERATE_COPY("{" + member + R"(,"A":1,"B":null})", R"({"A":1,)" + member + R"(,"B":null})",
                                   R"({"A":1,"B":null,)" + member + "}", R"({"A":1, )" + member + R"( ,"B":null})");
    CAPTURE(row);
    CHECK(line_of(row) == R"({"A":1,"B":null})");
    CHECK(inline_of(row) == R"({"A":1})");
}

TEST_CASE("A record of nothing but attributes is an empty one with its link") {
    CHECK(line_of("{" + attributes + "}") == R"({"record_url":"https://x/Account/001A"})");
    CHECK(line_of("{" + attributes + "}", LinkScope::none) == "{}");
}

TEST_CASE("Inline JSON drops nulls and writes numbers plainly") {
    CHECK(inline_of("{" + attributes + R"(,"A":null,"Amount":1.39E8,"B":15000.0,"C":null})") ==
          R"({"Amount":139000000,"B":15000,"record_url":"https://x/Account/001A"})");
    CHECK(inline_of("{" + attributes + R"(,"Owner":{"attributes":{"type":"User"},"Name":null},"Contacts":null})",
                    LinkScope::none) == R"({"Owner":{}})");
}

TEST_CASE("Inline JSON can be read by strict readers even where a surrogate lost its partner") {
    CHECK(inline_of(R"({"A":"x\ud83dy \ude00 \ud83d\ude00"})") == R"({"A":"x\ufffdy \ufffd \ud83d\ude00"})");
}

TEST_CASE("The link comes last, from the path and never from the type") {
    const std::string row =
        R"({"attributes":{"type":"Name","url":"/services/data/v62.0/sobjects/Group/00G1"},"Name":"East"})";
    CHECK(line_of(row) == R"({"Name":"East","record_url":"https://x/Group/00G1"})");
}

TEST_CASE("There is no link where the path names no record or the record has no page") {
    const auto url = GENERATE(as<std::string>(), R"("/services/data/v62.0/sobjects/AccountShare/00r1")", R"("")",
                              R"("/services/data/v62.0/sobjects/Order__x/a%2Fb")", R"("/elsewhere/Account/001A")",
                              R"("001A")", "null", "[1]");
    CHECK(line_of(R"({"attributes":{"type":"Account","url":)" + url + R"(},"Name":"A"})") == R"({"Name":"A"})");
}

TEST_CASE("A ContentVersion is linked to its document when that Id is there") {
    CHECK(line_of(R"({"attributes":{"url":"/sobjects/ContentVersion/0681"},"ContentDocumentId":"0691"})") ==
          R"({"ContentDocumentId":"0691","record_url":"https://x/ContentVersion/0691"})");
}

TEST_CASE("Links reach rows and child rows, parents only when all are asked for") {
    const std::string row =
        "{" + attributes +
        R"(,"Owner":{"attributes":{"url":"/sobjects/User/005A"},"Name":"O"},"Contacts":{"totalSize":1,)"
        R"("done":true,"records":[{"attributes":{"url":"/sobjects/Contact/003A"},"Name":"C"}]}})";
    CHECK(line_of(row, LinkScope::none) == R"({"Owner":{"Name":"O"},"Contacts":[{"Name":"C"}]})");
    CHECK(line_of(row, LinkScope::rows) ==
          R"({"Owner":{"Name":"O"},"Contacts":[{"Name":"C","record_url":"https://x/Contact/003A"}],)"
          R"("record_url":"https://x/Account/001A"})");
    CHECK(line_of(row, LinkScope::all) ==
          R"({"Owner":{"Name":"O","record_url":"https://x/User/005A"},)"
          R"("Contacts":[{"Name":"C","record_url":"https://x/Contact/003A"}],"record_url":"https://x/Account/001A"})");
}

TEST_CASE("Groups have no link") {
    CHECK(line_of(R"({"attributes":{"type":"AggregateResult"},"StageName":"Won","expr0":300.0})") ==
          R"({"StageName":"Won","expr0":300.0})");
}

TEST_CASE("Child results become plain lists, empty or missing ones too") {
    CHECK(line_of(R"({"C":{"totalSize":0,"done":true,"records":[]},"D":{"records":null,"totalSize":0,"done":true}})") ==
          R"({"C":[],"D":[]})");
}

TEST_CASE("What stands among child rows without being one is copied, and no fault") {
    CHECK(line_of(R"({"C":{"totalSize":3,"done":true,"records":["x",{"A":1},[2]]}})") == R"({"C":["x",{"A":1},[2]]})");
}

}  // namespace json_rows_test
