// Page after page.
#include "run_soql_query_pages.hpp"

#include <catch2/catch.hpp>

namespace run_soql_query_paging_test {

using namespace alysio::salesforce::testing;
using Catch::Contains;

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

TEST_CASE("no more than the page at hand and the next one is ever asked for, however slow the file is") {
    Org org;
    org.host.artifact_window = 5;
    std::string next;
    for (std::size_t page = 10; page > 0; --page) {
        const auto key = page == 1 ? soql : "/query/p" + std::to_string(page);
        org.page(key, page_of(20, accounts(2 * page - 1, 2), next));
        next = "p" + std::to_string(page);
    }
    auto& call = org.call({{"query", soql}, {"output", "file"}});
    while (!call.finished) {
        REQUIRE(org.host.step());
        const auto* content = org.host.artifacts.empty() ? nullptr : &org.host.artifacts[0]->content;
        const auto rows = content == nullptr ? 0 : std::count(content->begin(), content->end(), '\n');
        REQUIRE(org.asked().size() <= static_cast<std::size_t>(rows) / 2 + 2);
    }
    CHECK(lines_of(org.host.artifacts[0]->content).size() == 20);
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

TEST_CASE("a preview shows no row that max_records left out") {
    Org org;
    org.page(soql, page_of(6, accounts(1, 6)));
    const Json result = org.run({{"query", soql}, {"output", "file"}, {"max_records", 2}});
    CHECK(names_in(result["preview"], "Name") == Names{"A1", "A2"});
    CHECK(result["returned"] == 2);
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

TEST_CASE("queries of one user do not wait for each other") {
    Org org;
    for (std::size_t i = 1; i <= 12; ++i) {
        const auto query = "SELECT Id FROM Account WHERE N = " + std::to_string(i);
        auto first = Answer::json(page_of(4, accounts(1, 2), "q" + std::to_string(i)));
        auto last = Answer::json(page_of(4, accounts(3, 2)));
        first.delay_ns = last.delay_ns = 10 * ms;
        org.answer(query, first);
        org.answer("/query/q" + std::to_string(i), last);
        org.call({{"query", query}});
    }
    CHECK(org.host.requests.size() == 12);
    org.host.run();
    CHECK(org.host.requests.size() == 24);
    CHECK(org.host.now_ns == TestHost::clock_start_ns + 20 * ms);
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

}  // namespace run_soql_query_paging_test
