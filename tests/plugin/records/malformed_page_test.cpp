#include "json_judge.hpp"
#include "pages.hpp"
#include "plugin/records/csv_rows.hpp"
#include "plugin/records/fault.hpp"
#include "plugin/records/json_rows.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce::records;
using namespace alysio::salesforce::records::testing;

namespace {

// The offset after each whole row of the page, found by counting brackets outside of strings.
std::vector<std::size_t> row_ends(const std::string& page) {
    std::vector<std::size_t> ends;
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < page.size(); ++i) {
        if (in_string) {
            if (page[i] == '"') in_string = false;
            if (page[i] == '\\') ++i;
        } else if (page[i] == '"') {
            in_string = true;
        } else if (page[i] == '{' || page[i] == '[') {
            ++depth;
        } else if (page[i] == '}' || page[i] == ']') {
            if (--depth == 2) ends.push_back(i + 1);
        }
    }
    return ends;
}

std::size_t lines_in(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

void check_with_each_byte_replaced(const std::string& page, char replacement) {
    for (std::size_t at = 0; at < page.size(); ++at) {
        auto changed = page;
        changed[at] = replacement;
        INFO("byte " << at << " replaced in " << changed);
        JsonLines sink({});
        const auto result = read(changed, sink);

        const auto diagnosis = diagnose(changed);
        CHECK(result.outcome.fault.has_value() == diagnosis.fault.has_value());
        if (!may_be_json(changed)) {
            REQUIRE(result.outcome.fault);
            CHECK(result.outcome.fault->offset <= changed.size());
        } else if (result.outcome.fault) {
            // JSON, but no answer: it has no rows. (Or a number that the parser of this test cannot hold.)
            const auto parsed = Json::parse(changed, nullptr, false);
            CHECK((!parsed.is_object() || !parsed.contains("records") || !parsed["records"].is_array()));
        }
        CHECK(lines_in(result.text) == result.outcome.rows);
    }
}

}  // namespace

TEST_CASE("A page cut at any byte is a fault at that byte, and the rows before it are kept") {
    const auto page = PageMaker(GENERATE(range(1u, 8u))).page(3);
    const auto ends = row_ends(page);
    REQUIRE(ends.size() == 3);

    for (std::size_t cut = 0; cut < page.size(); ++cut) {
        JsonLines sink({});
        const auto result = read(page.substr(0, cut), sink);
        INFO("cut at " << cut << " of " << page);
        REQUIRE(result.outcome.fault);
        // A character of several bytes counts from its first one.
        CHECK(result.outcome.fault->offset <= cut);
        CHECK(result.outcome.fault->offset + 3 >= cut);
        const auto whole = std::count_if(ends.begin(), ends.end(), [cut](std::size_t end) { return end <= cut; });
        CHECK(result.outcome.rows == static_cast<std::size_t>(whole));
        CHECK(lines_in(result.text) == static_cast<std::size_t>(whole));
    }
}

// Each in a test of its own, since together they take minutes under sanitizers.
TEST_CASE("A page with any byte replaced by one of structure is refused exactly when it is no JSON any more") {
    const auto page = PageMaker(GENERATE(range(2u, 8u))).page(2);
    check_with_each_byte_replaced(page, GENERATE('"', '{', '}', '[', ']', ',', ':', '\\'));
}

TEST_CASE("A page with any byte replaced by any other is refused exactly when it is no JSON any more") {
    const auto page = PageMaker(GENERATE(range(2u, 8u))).page(2);
    check_with_each_byte_replaced(page, GENERATE('0', 'n', ' ', '\n', '\x01', '\xff', '\0'));
}

TEST_CASE("Rows before a fault are kept in CSV with their header") {
    Csv sink({{"A"}}, {});
    const auto result = read(R"({"totalSize":2,"done":true,"records":[{"A":1},{"A":tru}]})", sink);
    CHECK(result.text == "A\r\n1\r\n");
    REQUIRE(result.outcome.fault);
    CHECK(result.outcome.fault->offset == 51);
}

TEST_CASE("What is no answer of a query is a fault") {
    const auto page = GENERATE(as<std::string>(), "", "null", "[]", "{}", R"({"totalSize":1,"done":true})",
                               R"({"records":{}})", R"({"records":[1]})", R"({"records":[]}{})",
                               R"([{"message":"no"}])", "<html></html>", "\xEF\xBB\xBF{\"records\":[]}");
    JsonLines sink({});
    const auto result = read(page, sink);
    CHECK(result.outcome.fault);
    CHECK(result.text.empty());
}

TEST_CASE("Nesting without end is a fault, not a crash") {
    const auto opening = GENERATE(as<std::string>(), "[", "{\"a\":", "{\"records\":[");
    std::string page = R"({"totalSize":1,"done":true,"records":[{"A":1},{"B":)";
    for (int i = 0; i < 100000; ++i) page += opening;
    JsonLines sink({});
    const auto result = read(page, sink);
    CHECK(result.outcome.fault);
    CHECK(result.text == "{\"A\":1}\n");
}

TEST_CASE("A fault after the rows that were wanted is still told") {
    JsonLines sink({});
    const auto result = read(R"({"totalSize":2,"done":true,"records":[{"A":1},{"A")", sink, 1);
    CHECK(result.outcome.fault);
    CHECK(result.text == "{\"A\":1}\n");
}
