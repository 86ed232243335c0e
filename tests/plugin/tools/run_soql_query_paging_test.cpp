// Page after page, child rows, and what happens when one of them does not come.
#include <catch2/catch.hpp>

#include "run_soql_query_org.hpp"

using namespace alysio::salesforce::testing;
using Catch::Contains;

namespace {

const std::string soql = "SELECT Id, Name FROM Account";
const std::string by_id = "SELECT Id, Name FROM Account ORDER BY Id";
const std::string with_contacts = "SELECT Name, (SELECT LastName FROM Contacts) FROM Account";

constexpr std::uint64_t ms = 1'000'000;

// Three pages of two accounts.
void script_three_pages(Org& org, const std::string& query = soql) {
    org.page(query, page_of(6, accounts(1, 2), "0r8-2"));
    org.page("/query/0r8-2", page_of(6, accounts(3, 2), "0r8-4"));
    org.page("/query/0r8-4", page_of(6, accounts(5, 2)));
}

// ,"Contacts":{…} with `count` rows from `from` on.
std::string contacts(std::size_t total, std::size_t from, std::size_t count, const std::string& next = {}) {
    std::string rows;
    for (std::size_t i = from; i < from + count; ++i) rows += (i > from ? "," : "") + contact(i);
    return R"(,"Contacts":)" + page_of(total, rows, next);
}

std::string contact_page(std::size_t total, std::size_t from, std::size_t count, const std::string& next = {}) {
    const std::string member = contacts(total, from, count, next);
    return member.substr(member.find(':') + 1);
}

std::vector<std::string> names_in(const Json& rows, const char* name) {
    std::vector<std::string> names;
    for (const auto& row : rows) names.push_back(row[name]);
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("all pages are fetched, to the last row") {
    Org org;
    script_three_pages(org);
    const Json result = org.run({{"query", soql}});
    CHECK(names_in(result["records"], "Name") == Names{"A1", "A2", "A3", "A4", "A5", "A6"});
    CHECK(result["complete"] == true);
    CHECK(org.asked() == Names{soql, "/query/0r8-2", "/query/0r8-4"});
    CHECK(org.host.misuse.empty());
}

TEST_CASE("the next page is asked for before the rows of this one are written") {
    Org org;
    org.host.artifact_window = 16;  // writing takes many steps
    script_three_pages(org);
    org.call({{"query", soql}, {"output", "file"}});
    while (org.host.artifacts.empty() || org.host.artifacts[0]->content.empty()) REQUIRE(org.host.step());
    CHECK(org.asked() == Names{soql, "/query/0r8-2"});
    org.host.run();
    CHECK(lines_of(org.host.artifacts[0]->content).size() == 6);
}

TEST_CASE("max_records stops in the middle of a page and asks for nothing more") {
    Org org;
    script_three_pages(org);
    const Json result = org.run({{"query", soql}, {"max_records", 3}});
    CHECK(names_in(result["records"], "Name") == Names{"A1", "A2", "A3"});
    CHECK(result["total_size"] == 6);
    CHECK(result["returned"] == 3);
    CHECK(result["complete"] == false);
    CHECK(org.asked() == Names{soql, "/query/0r8-2"});
}

TEST_CASE("max_records that all rows meet leaves the result complete") {
    Org org;
    script_three_pages(org);
    CHECK(org.run({{"query", soql}, {"max_records", 6}})["complete"] == true);
}

TEST_CASE("max_records keeps a long result in the answer") {
    Org org;
    org.page(soql, page_of(5000, accounts(1, 300), "0r8-300"));
    const Json result = org.run({{"query", soql}, {"max_records", 100}});
    CHECK(result["records"].size() == 100);
    CHECK(org.times_asked("/query/0r8-300") == 0);
}

TEST_CASE("only the path behind the API's root is followed, and no link to another host") {
    Org org;
    const auto url =
        GENERATE(as<std::string>(), "https://evil.example/services/data/v62.0/query/0r8-2", "//evil/query/x",
                 "/services/data/v62.0/sobjects/User", "/query/../sobjects", "/query/0r8%2F2");
    org.page(soql,
             R"({"totalSize":4,"done":false,"nextRecordsUrl":")" + url + R"(","records":[)" + accounts(1, 2) + "]}");
    const Json error = org.fail({{"query", soql}});
    CHECK(error["code"] == "bad_response");
    CHECK(error["partial"]["records"] == 2);
    CHECK(org.asked() == Names{soql});
}

TEST_CASE("a page that links to itself is not followed for ever") {
    Org org;
    org.page(soql, page_of(100, accounts(1, 2), "0r8-2"));
    org.page("/query/0r8-2", page_of(100, accounts(3, 2), "0r8-2"));
    CHECK(org.fail({{"query", soql}})["code"] == "bad_response");
}

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

TEST_CASE("when a later page fails for good, what came is kept and named") {
    Org org;
    org.page(soql, page_of(6, accounts(1, 2), "0r8-2"));
    org.page("/query/0r8-2", page_of(6, accounts(3, 2), "0r8-4"));
    org.answer("/query/0r8-4", salesforce_error(500, "UNKNOWN_EXCEPTION"));
    const auto output = GENERATE(as<std::string>(), "auto", "file");

    const Json error = org.fail({{"query", soql}, {"output", output}});
    CHECK(error["code"] == "unavailable");
    CHECK(error["outcome"] == "partial");
    CHECK(org.times_asked("/query/0r8-4") == 4);
    REQUIRE(org.host.artifacts.size() == 1);
    CHECK(org.host.artifacts[0]->disposition == ALYSIO_ARTIFACT_PARTIAL);
    CHECK(lines_of(org.host.artifacts[0]->content).size() == 4);
    CHECK(error["partial"] == Json({{"path", "/artifacts/Account.jsonl.partial"},
                                    {"format", "jsonl"},
                                    {"bytes", org.host.artifacts[0]->content.size()},
                                    {"records", 4}}));
}

TEST_CASE("rows before the fault of a page are kept") {
    Org org;
    org.page(soql, page_of(6, accounts(1, 2), "0r8-2"));
    const auto broken = page_of(6, accounts(3, 2), "0r8-4");
    org.page("/query/0r8-2", broken.substr(0, broken.size() - 20));
    const Json error = org.fail({{"query", soql}});
    CHECK(error["code"] == "bad_response");
    CHECK_THAT(error["message"].get<std::string>(), Contains("byte " + std::to_string(broken.size() - 20)));
    CHECK(error["partial"]["records"] == 3);
    CHECK(lines_of(org.host.artifacts[0]->content).size() == 3);
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

TEST_CASE("a query ordered by Id goes on from the last Id when its cursor is lost") {
    Org org;
    org.page(by_id, page_of(6, accounts(1, 2), "0r8-2"));
    const auto expired =
        GENERATE(std::make_pair(401u, "INVALID_SESSION_ID"), std::make_pair(404u, "INVALID_QUERY_LOCATOR"),
                 std::make_pair(400u, "INVALID_QUERY_LOCATOR"));
    org.answer("/query/0r8-2", salesforce_error(expired.first, expired.second));
    org.page("/", R"({"identity":"https://login.salesforce.com/id/00D/005"})");
    org.page("SELECT Id, Name FROM Account WHERE Id > '001000000000002AAA' ORDER BY Id",
             page_of(4, accounts(3, 2), "new-2"));
    org.page("/query/new-2", page_of(4, accounts(5, 2)));

    const Json result = org.run({{"query", by_id}});
    CHECK(names_in(result["records"], "Name") == Names{"A1", "A2", "A3", "A4", "A5", "A6"});
    CHECK(result["total_size"] == 6);
    CHECK(result["complete"] == true);
}

TEST_CASE("any other query with a lost cursor ends partial, and says how to go on") {
    Org org;
    org.page(soql, page_of(6, accounts(1, 2), "0r8-2"));
    org.answer("/query/0r8-2", salesforce_error(404, "INVALID_QUERY_LOCATOR"));
    const Json error = org.fail({{"query", soql}});
    CHECK(error["outcome"] == "partial");
    CHECK(error["salesforce_code"] == "INVALID_QUERY_LOCATOR");
    CHECK(error["retryable"] == true);
    CHECK_THAT(error["guidance"].get<std::string>(), Contains("ORDER BY Id"));
    CHECK(error["partial"]["records"] == 2);
}

TEST_CASE("a 401 on a later page is a lost login when the connection itself is refused too") {
    Org org;
    org.page(by_id, page_of(6, accounts(1, 2), "0r8-2"));
    org.answer("/query/0r8-2", salesforce_error(401, "INVALID_SESSION_ID", "Session expired or invalid"));
    org.answer("/", salesforce_error(401, "INVALID_SESSION_ID", "Session expired or invalid"));
    const Json error = org.fail({{"query", by_id}});
    CHECK(error["code"] == "reconnect_required");
    CHECK(error["partial"]["records"] == 2);
}

TEST_CASE("a cursor that is lost again at the same row is given up") {
    Org org;
    org.page(by_id, page_of(6, accounts(1, 2), "0r8-2"));
    org.answer("/query/0r8-2", salesforce_error(404, "INVALID_QUERY_LOCATOR"));
    org.answer("SELECT Id, Name FROM Account WHERE Id > '001000000000002AAA' ORDER BY Id",
               salesforce_error(404, "INVALID_QUERY_LOCATOR"));
    CHECK(org.fail({{"query", by_id}})["salesforce_code"] == "INVALID_QUERY_LOCATOR");
}

TEST_CASE("at most four queries of one user page at a time; the rest queue in order") {
    Org org;
    for (std::size_t i = 1; i <= 6; ++i) {
        const auto query = "SELECT Id FROM Account WHERE N = " + std::to_string(i);
        auto first = Answer::json(page_of(4, accounts(1, 2), "q" + std::to_string(i)));
        auto last = Answer::json(page_of(4, accounts(3, 2)));
        first.delay_ns = last.delay_ns = 10 * ms;
        org.answer(query, first);
        org.answer("/query/q" + std::to_string(i), last);
        org.call({{"query", query}});
    }
    CallOptions other;
    other.principal = "principal-2";
    org.call({{"query", "SELECT Id FROM Account WHERE N = 1"}}, other);

    CHECK(org.host.requests.size() == 5);
    CHECK(org.host.requests[4].principal == "principal-2");
    org.host.advance(15 * ms);
    CHECK(org.host.requests.size() == 10);
    org.host.run();
    const auto keys = org.asked();
    CHECK(std::find(keys.begin(), keys.end(), "SELECT Id FROM Account WHERE N = 5") <
          std::find(keys.begin(), keys.end(), "SELECT Id FROM Account WHERE N = 6"));
    CHECK(org.host.now_ns == TestHost::clock_start_ns + 40 * ms);
}

TEST_CASE("a query that can leave no cursor open does not queue for one") {
    Org org;
    std::vector<TestCall*> calls;
    const auto query = GENERATE(as<std::string>(), "SELECT Id FROM Account LIMIT 200", "SELECT COUNT() FROM Account",
                                "SELECT Name, COUNT(Id) FROM Account GROUP BY Name");
    auto slow = Answer::json(page_of(0, ""));
    slow.delay_ns = 10 * ms;
    org.answer(query, slow);
    for (int i = 0; i < 20; ++i) org.call({{"query", query}});
    CHECK(org.host.requests.size() == 20);
    org.host.run();
}

TEST_CASE("a cursor is free for the next query as soon as the last page is there") {
    Org org;
    org.host.artifact_window = 1;
    for (int i = 0; i < 4; ++i) org.page(soql, page_of(300, accounts(1, 300)));
    for (int i = 0; i < 4; ++i) org.call({{"query", soql}, {"output", "file"}});
    const std::string fifth = "SELECT Id FROM Contact";
    org.page(fifth, page_of(0, ""));
    auto& waiting = org.call({{"query", fifth}});
    while (!waiting.finished) REQUIRE(org.host.step());
    CHECK(org.host.artifacts[0]->disposition == 0);
    org.host.run();
}

TEST_CASE("a stopped call ends at once wherever it waits, and keeps what came") {
    Org org;
    script_three_pages(org);
    org.answers["/query/0r8-4"][0].delay_ns = 1000 * ms;
    const auto reason = GENERATE(as<alysio_cancel_reason>(), ALYSIO_CANCEL_USER, ALYSIO_CANCEL_DEADLINE);
    auto& call = org.call({{"query", soql}, {"output", "file"}});
    org.host.advance(500 * ms);
    REQUIRE_FALSE(call.finished);

    org.host.cancel(call.id, reason);
    org.host.advance(0);
    REQUIRE(call.finished);
    const Json error = Json::parse(call.result)["error"];
    CHECK(error["code"] == (reason == ALYSIO_CANCEL_USER ? "cancelled" : "timeout"));
    CHECK(error["outcome"] == "partial");
    CHECK(error["partial"]["records"] == 4);
    CHECK(org.host.open_requests() == 0);
    CHECK(org.host.misuse.empty());
}

TEST_CASE("a stop while the file takes no more leaves whole rows in it") {
    Org org;
    org.host.artifact_window = 10;
    const auto format = GENERATE(as<std::string>(), "jsonl", "csv");
    org.page(soql, page_of(4, accounts(1, 2), "n"));
    org.page("/query/n", page_of(4, accounts(3, 2)));
    auto& call = org.call({{"query", soql}, {"output", "file"}, {"format", format}});
    while (org.host.artifacts.empty() || org.host.artifacts[0]->content.size() < 30) REQUIRE(org.host.step());
    org.host.cancel(call.id, ALYSIO_CANCEL_USER);
    org.host.run();
    REQUIRE(call.finished);
    const auto& content = org.host.artifacts[0]->content;
    CHECK(std::count(content.begin(), content.end(), '\n') == (format == "csv" ? 3 : 2));
    CHECK(content.back() == '\n');
    CHECK(Json::parse(call.result)["error"]["partial"]["records"] == 2);
    CHECK(org.host.misuse.empty());
}

TEST_CASE("a call may be stopped at every step, and frees its cursor") {
    Org org;
    org.host.artifact_window = 100;
    bool finished_by_itself = false;
    for (int steps = 0; !finished_by_itself; ++steps) {
        org.answers.clear();
        org.page(with_contacts,
                 page_of(3, account(1, contacts(4, 1, 2, "c1")) + "," + account(2, contacts(4, 5, 2, "c2")), "n"));
        org.page("/query/c1", contact_page(4, 3, 2));
        org.page("/query/c2", contact_page(4, 7, 2));
        org.page("/query/n", page_of(3, account(3)));
        auto& call = org.call({{"query", with_contacts}, {"output", "file"}});
        for (int i = 0; i < steps && !call.finished; ++i) org.host.step();
        finished_by_itself = call.finished;
        org.host.cancel(call.id, ALYSIO_CANCEL_USER);
        for (int i = 0; i < 100 && !call.finished; ++i) org.host.step();
        INFO("stopped after " << steps << " steps");
        REQUIRE(call.finished);
        if (!finished_by_itself && call.result.find("\"partial\":{") != std::string::npos) {
            const auto lines = lines_of(org.host.artifacts.back()->content);  // none is cut
            CHECK(Json::parse(call.result)["error"]["partial"]["records"] == lines.size());
        }
        CHECK(org.host.open_requests() == 0);
        CHECK(org.host.misuse.empty());
    }
    const std::string after = "SELECT Id FROM Contact";
    org.page(after, page_of(0, ""));
    for (int i = 0; i < 4; ++i) CHECK(org.run({{"query", after}})["complete"] == true);
}

TEST_CASE("any service that fails once ends the call with an error or with the right rows") {
    bool failed = true;
    std::uint64_t services = 0;
    for (std::uint64_t n = 0; failed; ++n) {
        Org org;
        org.host.artifact_window = 200;
        org.page(with_contacts,
                 page_of(3, account(1, contacts(4, 1, 2, "c1")) + "," + account(2, contacts(4, 5, 2, "c2")), "n"));
        org.page("/query/c1", contact_page(4, 3, 2));
        org.page("/query/c2", contact_page(4, 7, 2));
        org.page("/query/n", page_of(3, account(3)));
        org.host.fail_at(n);
        auto& call = org.call({{"query", with_contacts}, {"output", "file"}});
        org.host.run();
        INFO("service call " << n);
        REQUIRE(call.finished);
        CHECK(org.host.misuse.empty());
        if (call.kind == ALYSIO_RESULT_SUCCESS) {
            const auto lines = lines_of(org.host.artifacts.at(0)->content);
            REQUIRE(lines.size() == 3);
            CHECK(lines[1]["Contacts"].size() == 4);
        }
        services = org.host.service_calls();
        failed = n < services;
    }
    CHECK(services > 8);
}

TEST_CASE("pages come in pieces of any size") {
    Org org;
    org.host.chunk_bytes = GENERATE(1u, 7u, 100u);
    org.host.http_window = org.host.chunk_bytes;
    org.host.artifact_window = 3;
    script_three_pages(org);
    CHECK(org.run({{"query", soql}, {"output", "file"}})["returned"] == 6);
    CHECK(lines_of(org.host.artifacts[0]->content).size() == 6);
}

TEST_CASE("progress tells rows of the total, at most ten times a second") {
    Org org;
    for (std::size_t i = 0; i < 50; ++i) {
        auto page = Answer::json(page_of(100, accounts(1 + 2 * i, 2), i < 49 ? "p" + std::to_string(i + 1) : ""));
        page.delay_ns = 20 * ms;
        org.answer(i == 0 ? soql : "/query/p" + std::to_string(i), page);
    }
    auto& call = org.call({{"query", soql}, {"output", "file"}});
    org.host.run();
    REQUIRE(call.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(call.progress.size() >= 8);
    CHECK(call.progress.size() <= 11);
    CHECK(call.progress.front() == std::make_pair(std::uint64_t{2}, std::uint64_t{100}));
}

TEST_CASE("the lane's other calls run between two pages") {
    Org org;
    script_three_pages(org);
    org.page("SELECT COUNT() FROM Lead", R"({"totalSize":1,"done":true,"records":[]})");
    auto& long_one = org.call({{"query", soql}});
    auto& short_one = org.call({{"query", "SELECT COUNT() FROM Lead"}});
    while (!short_one.finished) REQUIRE(org.host.step());
    CHECK_FALSE(long_one.finished);
    org.host.run();
}
