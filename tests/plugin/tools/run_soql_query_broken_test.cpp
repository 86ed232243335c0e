// What happens when a page does not come, or nobody waits for it any more.
#include "run_soql_query_pages.hpp"

#include <catch2/catch.hpp>

namespace run_soql_query_broken_test {

using namespace alysio::salesforce::testing;
using Catch::Contains;

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

TEST_CASE("pages without a row that only lead to another one are not followed for ever") {
    Org org;
    org.page(soql, page_of(6, accounts(1, 2), "0r8-0"));
    for (int i = 0; i < 50; ++i) {
        org.page("/query/0r8-" + std::to_string(i), page_of(6, "", "0r8-" + std::to_string(i + 1)));
    }
    const Json error = org.fail({{"query", soql}});
    CHECK(error["code"] == "bad_response");
    CHECK_THAT(error["message"].get<std::string>(), Contains("10 pages in a row had no row"));
    CHECK(error["partial"]["records"] == 2);
    CHECK(org.times_asked("/query/0r8-9") == 1);
    CHECK(org.times_asked("/query/0r8-11") == 0);
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

TEST_CASE("a query ordered by Id goes on from the last Id when its cursor is lost") {
    Org org;
    org.page(by_id, page_of(6, accounts(1, 2), "0r8-2"));
    const auto expired =
        GENERATE(std::make_pair(401u, "INVALID_SESSION_ID"), std::make_pair(404u, "INVALID_QUERY_LOCATOR"),
                 std::make_pair(404u, "NOT_FOUND"), std::make_pair(400u, "INVALID_QUERY_LOCATOR"));
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

}  // namespace run_soql_query_broken_test
