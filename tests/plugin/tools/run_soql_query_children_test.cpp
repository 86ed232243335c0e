// Child rows that come on pages of their own.
#include "run_soql_query_pages.hpp"

#include <catch2/catch.hpp>

namespace run_soql_query_children_test {

using namespace alysio::salesforce::testing;
using Catch::Contains;

TEST_CASE("unfinished child rows land in their parent's row") {
    Org org;
    org.page(with_contacts, page_of(2, account(1, contacts(5, 1, 2, "c1-2")) + "," + account(2, contacts(1, 9, 1))));
    org.page("/query/c1-2", contact_page(5, 3, 2, "c1-4"));
    org.page("/query/c1-4", contact_page(5, 5, 1));

    const Json result = org.run({{"query", with_contacts}});
    CHECK(names_in(result["records"][0]["Contacts"], "LastName") == Names{"C1", "C2", "C3", "C4", "C5"});
    CHECK(names_in(result["records"][1]["Contacts"], "LastName") == Names{"C9"});
    CHECK(result["records"][0]["Contacts"][4]["record_url"].get<std::string>().ends_with(
        "/Contact/003000000000005AAA/view"));
    CHECK(result["complete"] == true);
}

TEST_CASE("child rows are fetched at every depth") {
    const std::string deep = "SELECT Name, (SELECT LastName, (SELECT Subject FROM Cases) FROM Contacts) FROM Account";
    Org org;
    const std::string first_cases =
        R"(,"Cases":{"totalSize":2,"done":false,"nextRecordsUrl":"/query/k1","records":[{"Subject":"S1"}]})";
    const std::string later_cases =
        R"(,"Cases":{"totalSize":2,"done":false,"nextRecordsUrl":"/query/k2","records":[]})";
    org.page(deep, page_of(1, account(1, R"(,"Contacts":)" + page_of(2, contact(1, first_cases), "c1"))));
    org.page("/query/k1", R"({"totalSize":2,"done":true,"records":[{"Subject":"S2"}]})");
    org.page("/query/c1", page_of(2, contact(2, later_cases)));
    org.page("/query/k2", R"({"totalSize":2,"done":true,"records":[{"Subject":"S3"},{"Subject":"S4"}]})");

    SECTION("in the answer") {
        const Json contacts = org.run({{"query", deep}, {"links", "none"}})["records"][0]["Contacts"];
        REQUIRE(contacts.size() == 2);
        CHECK(names_in(contacts[0]["Cases"], "Subject") == Names{"S1", "S2"});
        CHECK(names_in(contacts[1]["Cases"], "Subject") == Names{"S3", "S4"});
    }
    SECTION("in JSON Lines") {
        org.run({{"query", deep}, {"links", "none"}, {"output", "file"}});
        CHECK(org.host.artifacts[0]->content ==
              "{\"Id\":\"001000000000001AAA\",\"Name\":\"A1\",\"Contacts\":["
              "{\"LastName\":\"C1\",\"Cases\":[{\"Subject\":\"S1\"},{\"Subject\":\"S2\"}]},"
              "{\"LastName\":\"C2\",\"Cases\":[{\"Subject\":\"S3\"},{\"Subject\":\"S4\"}]}]}\n");
    }
    SECTION("in CSV") {
        org.run({{"query", deep}, {"links", "none"}, {"output", "file"}, {"format", "csv"}});
        CHECK(org.host.artifacts[0]->content ==
              "Name,Contacts\r\nA1,\"["
              "{\"\"LastName\"\":\"\"C1\"\",\"\"Cases\"\":[{\"\"Subject\"\":\"\"S1\"\"},{\"\"Subject\"\":\"\"S2\"\"}]},"
              "{\"\"LastName\"\":\"\"C2\"\",\"\"Cases\"\":[{\"\"Subject\"\":\"\"S3\"\"},{\"\"Subject\"\":\"\"S4\"\"}]}]"
              "\"\r\n");
    }
}

TEST_CASE("child pages three deep land where they belong") {
    const std::string deep =
        "SELECT Name, (SELECT LastName, (SELECT Subject, (SELECT Body FROM Notes) FROM Cases) FROM Contacts) FROM "
        "Account";
    const auto unfinished = [](const std::string& name, const std::string& next, const std::string& rows) {
        return ",\"" + name + R"(":{"totalSize":2,"done":false,"nextRecordsUrl":"/query/)" + next + R"(","records":[)" +
               rows + "]}";
    };
    const auto page = [](const std::string& rows) { return R"({"totalSize":2,"done":true,"records":[)" + rows + "]}"; };
    Org org;
    const std::string note = unfinished("Notes", "n1", R"({"Body":"B1"})");
    const std::string a_case = unfinished("Cases", "k1", R"({"Subject":"S1")" + note + "}");
    org.page(deep, page_of(1, account(1, unfinished("Contacts", "c1", contact(1, a_case)))));
    org.page("/query/n1", page(R"({"Body":"B2"})"));
    org.page("/query/k1", page(R"({"Subject":"S2")" + unfinished("Notes", "n2", R"({"Body":"B3"})") + "}"));
    org.page("/query/n2", page(R"({"Body":"B4"})"));
    org.page("/query/c1", page(contact(2, R"(,"Cases":null)")));

    const auto format = GENERATE(as<std::string>(), "jsonl", "csv");
    org.run({{"query", deep}, {"links", "none"}, {"output", "file"}, {"format", format}});
    std::string expected = R"([{"LastName":"C1","Cases":[{"Subject":"S1","Notes":[{"Body":"B1"},{"Body":"B2"}]},)"
                           R"({"Subject":"S2","Notes":[{"Body":"B3"},{"Body":"B4"}]}]},{"LastName":"C2","Cases":[]}])";
    const auto& content = org.host.artifacts[0]->content;
    if (format == "csv") {
        for (auto at = expected.find('"'); at != expected.npos; at = expected.find('"', at + 2))
            expected.insert(at, "\"");
    }
    CHECK_THAT(content, Contains(expected));
}

TEST_CASE("child pages go two at a time, and before the next page of the query") {
    Org org;
    std::string rows;
    for (std::size_t i = 1; i <= 3; ++i) {
        const auto locator = "c" + std::to_string(i);
        rows += (i > 1 ? "," : "") + account(i, contacts(2, i * 10, 1, locator));
        auto slow = Answer::json(contact_page(2, i * 10 + 1, 1));
        slow.delay_ns = 100 * ms;
        org.answer("/query/" + locator, slow);
    }
    org.page(with_contacts, page_of(4, rows, "next"));
    org.page("/query/next", page_of(4, account(4)));

    org.call({{"query", with_contacts}});
    org.host.advance(50 * ms);
    CHECK(org.asked() == Names{with_contacts, "/query/c1", "/query/c2"});
    org.host.run();
    CHECK(org.asked() == Names{with_contacts, "/query/c1", "/query/c2", "/query/c3", "/query/next"});
    CHECK(org.host.now_ns == TestHost::clock_start_ns + 200 * ms);
}

TEST_CASE("a lost child cursor is made up for by one query for that parent") {
    Org org;
    org.page(with_contacts, page_of(1, account(1, contacts(4, 1, 2, "c1"))));
    org.answer("/query/c1", salesforce_error(404, "INVALID_QUERY_LOCATOR"));
    const std::string again = "SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Id = '001000000000001AAA'";
    org.page(again, page_of(1, account(1, contacts(4, 1, 2, "c2"))));
    org.page("/query/c2", contact_page(4, 3, 2));

    const Json result = org.run({{"query", with_contacts}});
    CHECK(names_in(result["records"][0]["Contacts"], "LastName") == Names{"C1", "C2", "C3", "C4"});
    CHECK(result["complete"] == true);
    CHECK_FALSE(result.contains("warnings"));
}

TEST_CASE("a child cursor lost on a later page is made up for too: the rows before are walked past") {
    Org org;
    org.page(with_contacts, page_of(1, account(1, contacts(7, 1, 2, "c1"))));
    org.page("/query/c1", contact_page(7, 3, 2, "c2"));
    org.answer("/query/c2", salesforce_error(404, "INVALID_QUERY_LOCATOR"));
    const std::string again = "SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Id = '001000000000001AAA'";
    org.page(again, page_of(1, account(1, contacts(7, 1, 3, "d1"))));
    org.page("/query/d1", contact_page(7, 4, 3, "d2"));
    org.page("/query/d2", contact_page(7, 7, 1));

    const Json result = org.run({{"query", with_contacts}});
    CHECK(names_in(result["records"][0]["Contacts"], "LastName") == Names{"C1", "C2", "C3", "C4", "C5", "C6", "C7"});
    CHECK(result["complete"] == true);
    CHECK_FALSE(result.contains("warnings"));
}

TEST_CASE("a child cursor that is lost again is asked for again, as long as rows came in between") {
    Org org;
    org.page(with_contacts, page_of(1, account(1, contacts(4, 1, 1, "c1"))));
    org.answer("/query/c1", salesforce_error(404, "INVALID_QUERY_LOCATOR"));
    const std::string again = "SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Id = '001000000000001AAA'";
    org.page(again, page_of(1, account(1, contacts(4, 1, 2, "d1"))));
    org.answer("/query/d1", salesforce_error(404, "INVALID_QUERY_LOCATOR"));

    SECTION("and it helps") {
        org.page(again, page_of(1, account(1, contacts(4, 1, 4, ""))));
        CHECK(org.run({{"query", with_contacts}})["records"][0]["Contacts"].size() == 4);
    }
    SECTION("and no more") {
        const Json result = org.run({{"query", with_contacts}});
        CHECK(result["records"][0]["Contacts"].size() == 2);
        CHECK(org.times_asked(again) == 2);
        CHECK_THAT(result["warnings"][0].get<std::string>(), Contains("for 1 records (2 are missing)"));
    }
}

TEST_CASE("child rows that can't be had any more are said to be missing, by their parent") {
    Org org;
    org.page(with_contacts,
             page_of(2, account(1, contacts(4, 1, 2, "c1")) + "," + account(2, contacts(4, 5, 2, "c2"))));
    org.answer("/query/c1", salesforce_error(404, "INVALID_QUERY_LOCATOR"));
    org.page("/query/c2", contact_page(4, 7, 2));
    const std::string again = "SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Id = '001000000000001AAA'";

    SECTION("because the query for the parent fails") {
        org.answer(again, salesforce_error(400, "QUERY_TIMEOUT"));
    }
    SECTION("because its rows come in another order") {
        org.page(again, page_of(1, account(1, contacts(4, 2, 2, "c3"))));
    }
    SECTION("because the parent is gone") {
        org.page(again, page_of(0, ""));
    }

    const Json result = org.run({{"query", with_contacts}});
    CHECK(names_in(result["records"][0]["Contacts"], "LastName") == Names{"C1", "C2"});
    CHECK(names_in(result["records"][1]["Contacts"], "LastName") == Names{"C5", "C6", "C7", "C8"});
    CHECK(result["complete"] == false);
    CHECK_THAT(result["warnings"][0].get<std::string>(),
               Contains("001000000000001AAA") && !Contains("001000000000002AAA"));
}

TEST_CASE("when child rows fail for good, the rows that came are whole lines") {
    Org org;
    org.page(with_contacts,
             page_of(2, account(1, contacts(4, 1, 2, "c1")) + "," + account(2, contacts(4, 5, 2, "c2"))));
    org.answer("/query/c1", salesforce_error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
    org.page("/query/c2", contact_page(4, 7, 2));
    const Json error = org.fail({{"query", with_contacts}});
    CHECK(error["code"] == "org_limit_exceeded");
    CHECK(error["outcome"] == "partial");
    CHECK(lines_of(org.host.artifacts[0]->content).size() == 2);
}

}  // namespace run_soql_query_children_test
