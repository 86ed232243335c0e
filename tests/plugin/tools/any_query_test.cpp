// The plugin against the sandbox org, without a network between them: whatever stands in the org and however it is asked,
// the rows in the file are those of the org's own answer on a single page.

#include "tests/plugin/records/csv_judge.hpp"
#include "tests/plugin/records/csv_reader.hpp"
#include "tests/plugin/records/pages.hpp"
#include "tests/sandbox_host/org/query/org.hpp"

#include <alysio/abi.h>
#include <alysio/testing/test_host.hpp>

#include <catch2/catch.hpp>

#include <sstream>

using alysio::sandbox::org::testing::QueryOrg;
using namespace alysio::salesforce::records;
using alysio::salesforce::records::testing::Json;
using alysio::salesforce::records::testing::PageMaker;
using alysio::testing::Answer;
using alysio::testing::SeenRequest;
using alysio::testing::TestCall;
using alysio::testing::TestHost;

namespace {

class World {
  public:
    explicit World(unsigned seed) : chance_(seed) {
        fill();
        host_.on_request = [this](const SeenRequest& request) { return answer(request); };
        host_.create();
    }

    // Before that page, counted from the first one of any kind, all cursors are lost.
    int cursors_lost_before = 0;

    // As the org answers when a page holds everything.
    Json whole_answer(const std::string& soql) {
        org_.context.batch_size = 2000;
        return org_.ask(soql);
    }

    // What the plugin makes of it, in small pages; the result's warnings stand in `warnings`.
    std::string file_of(const std::string& soql, const std::string& format) {
        org_.context.batch_size = static_cast<std::size_t>(1 + chance_.pick(7));
        const Json arguments = {{"query", soql}, {"output", "file"}, {"format", format}, {"links", "none"}};
        TestCall& call = host_.call("salesforce_run_soql_query", arguments.dump(), {});
        host_.run();
        INFO(soql << "\n" << call.result);
        REQUIRE(call.kind == ALYSIO_RESULT_SUCCESS);
        CHECK(Json::parse(call.result)["complete"] == true);
        return host_.artifacts.back()->content;
    }

    std::string query(bool ordered_by_id) {
        std::string text = "SELECT Id";
        for (const char* field : {"Name", "Industry", "AnnualRevenue", "Owner.Name", "Description", "BillingAddress",
                                  "Parent.Owner.Name", "Vip__c", "CreatedDate", "NumberOfEmployees"}) {
            if (chance_.pick(2) == 0) text += std::string(", ") + field;
        }
        if (chance_.pick(2) == 0) text += ", (SELECT Name, Email, Account.Name FROM Contacts ORDER BY Id)";
        if (chance_.pick(3) == 0) text += ", (SELECT Id, Amount, Owner.Name FROM Opportunities ORDER BY Name, Id)";
        text += " FROM Account";
        const char* conditions[] = {"", " WHERE Name LIKE '%a%'", " WHERE Industry = 'Tech' OR AnnualRevenue > 100",
                                    " WHERE ParentId = null AND Vip__c = false",
                                    " WHERE Id IN (SELECT AccountId FROM Contact)"};
        text += conditions[chance_.pick(5)];
        const char* orders[] = {"", " ORDER BY Name DESC NULLS LAST, Id", " ORDER BY AnnualRevenue, Id DESC"};
        text += ordered_by_id ? (chance_.pick(2) == 0 ? " ORDER BY Id" : " ORDER BY Id DESC") : orders[chance_.pick(3)];
        if (chance_.pick(4) == 0) text += " LIMIT " + std::to_string(1 + chance_.pick(12));
        return text;
    }

  private:
    std::string sql_text() {
        std::string text;
        for (const char c : Json::parse(chance_.text()).get<std::string>()) {
            if (c == '\'') text += c;
            if (c != '\0') text += c;
        }
        return "'" + text + "'";
    }

    void fill() {
        constexpr unsigned first = 1'000;
        const unsigned accounts = 8 + static_cast<unsigned>(chance_.pick(12));
        const auto quoted = [](const char* prefix, unsigned number) {
            return "'" + QueryOrg::id(prefix, number) + "'";
        };
        const auto number = [this] { return chance_.pick(3) == 0 ? "NULL" : chance_.number(); };
        for (unsigned i = first; i < first + accounts; ++i) {
            const std::string parent =
                chance_.pick(2) == 0 || i == first ? "NULL" : quoted("001", first + i % (i - first));
            org_.execute(
                "INSERT INTO Account (Id, CreatedDate, Name, Industry, AnnualRevenue, Description, ParentId, "
                "Vip__c, OwnerId, BillingCity) VALUES (" +
                quoted("001", i) + ", '2026-05-01T07:25:37.000+0000', " + sql_text() + ", " +
                (chance_.pick(2) == 0 ? "'Tech'" : "NULL") + ", " + number() + ", " + sql_text() + ", " + parent +
                ", 0, " + quoted("005", 1 + i % 2) + ", " + sql_text() + ")");
        }
        for (unsigned i = first; i < first + 3 * accounts; ++i) {
            const std::string account = quoted("001", first + static_cast<unsigned>(chance_.pick(4)));
            org_.execute("INSERT INTO Contact (Id, CreatedDate, Name, Email, AccountId) VALUES (" + quoted("003", i) +
                         ", '2026-05-01T07:25:37.000+0000', " + sql_text() + ", NULL, " + account + ")");
            org_.execute("INSERT INTO Opportunity (Id, CreatedDate, Name, Amount, AccountId, OwnerId) VALUES (" +
                         quoted("006", i) + ", '2026-05-01T07:25:37.000+0000', " + sql_text() + ", " + number() + ", " +
                         account + ", " + quoted("005", 1) + ")");
        }
    }

    Answer answer(const SeenRequest& request) {
        if (--cursors_lost_before == 0) org_.queries.expire_locators();
        if (request.path == "/query") return to_answer(org_.queries.run(request.query_value("q"), org_.context));
        return to_answer(org_.queries.more(request.path.substr(request.path.rfind('/') + 1), org_.context));
    }

    template <class Result>
    static Answer to_answer(const Result& result) {
        if (result) return Answer::json(*result);
        const Json error = {{"errorCode", result.error().code}, {"message", result.error().message}};
        return Answer::json(Json::array({error}).dump(), 400);
    }

    PageMaker chance_;
    QueryOrg org_;
    TestHost host_{*alysio_plugin_v1()};
};

void check_lines(const std::string& text, Json expected) {
    std::istringstream lines(text);
    std::string line;
    for (Json& row : expected) {
        for (const char* children : {"Contacts", "Opportunities"}) {
            if (row.contains(children) && row[children].is_null()) row[children] = Json::array();
        }
        REQUIRE(std::getline(lines, line));
        CHECK(Json::parse(line) == row);
    }
    CHECK_FALSE(std::getline(lines, line));
}

}  // namespace

TEST_CASE("any query gives the rows that the org would give on one page") {
    World world(GENERATE(range(0u, 100u)));
    const std::string soql = world.query(false);
    INFO(soql);
    check_lines(world.file_of(soql, "jsonl"), testing::expected_rows(world.whole_answer(soql), LinkScope::none));
}

TEST_CASE("any query ordered by Id gives them too when cursors are lost on the way") {
    World world(GENERATE(range(1'000u, 1'030u)));
    const std::string soql = world.query(true);
    INFO(soql);
    const Json expected = testing::expected_rows(world.whole_answer(soql), LinkScope::none);
    world.cursors_lost_before = GENERATE(2, 3, 5, 8, 13);
    check_lines(world.file_of(soql, "jsonl"), expected);
}

TEST_CASE(
    "any query as CSV has the texts that the org holds, but for the ' before formulas and for control characters") {
    World world(GENERATE(range(2'000u, 2'050u)));
    const std::string soql = "SELECT Id, Name, Owner.Name, Description FROM Account ORDER BY Id";
    const Json expected = testing::expected_rows(world.whole_answer(soql), LinkScope::none);
    const auto table = testing::parse_csv(world.file_of(soql, "csv"));
    REQUIRE(table.size() == expected.size() + 1);
    CHECK(table[0] == std::vector<std::string>{"Id", "Name", "Owner.Name", "Description"});
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto text = [](const Json& value) { return value.is_string() ? value.get<std::string>() : ""; };
        const auto same = [](const std::string& cell, const std::string& held) {
            const auto meant = testing::without_controls(held);
            return testing::without_marks(cell, meant) == meant && !testing::has_formula(cell);
        };
        const Json& owner = expected[i]["Owner"];
        CHECK(table[i + 1][0] == expected[i]["Id"]);
        CHECK(same(table[i + 1][1], text(expected[i]["Name"])));
        CHECK(same(table[i + 1][2], owner.is_null() ? "" : text(owner["Name"])));
        CHECK(same(table[i + 1][3], text(expected[i]["Description"])));
    }
}
