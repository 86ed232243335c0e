// Pages of a server that takes its time: the next one is asked for while one arrives.
#include "run_soql_query_pages.hpp"

#include <catch2/catch.hpp>

namespace run_soql_query_slow_test {

using namespace alysio::salesforce::testing;

namespace {

constexpr std::size_t rows = 60;
const Names asked_in_order = {soql, "/query/0r8-20", "/query/0r8-40"};

std::string page_from(std::size_t first, std::size_t total = rows) {
    return page_of(total, accounts(first, 20), first == 41 ? "" : "0r8-" + std::to_string(first + 19));
}

Answer late(Answer answer, std::uint64_t delay_ns = 10 * ms) {
    answer.delay_ns = delay_ns;
    return answer;
}

// Three pages of twenty accounts, each of which comes in some pieces.
void script(Org& org, std::uint64_t delay_ns = 10 * ms, std::size_t total = rows) {
    org.answers.clear();
    org.host.chunk_bytes = 600;
    for (std::size_t page = 0; page < 3; ++page) {
        org.answer(asked_in_order[page], late(Answer::json(page_from(20 * page + 1, total)), delay_ns));
    }
}

std::vector<Json> lines_of_last_file(const Org& org) {
    return lines_of(org.host.artifacts.back()->content);
}

}  // namespace

TEST_CASE("a slow server is asked for the next page while this one arrives, and never for more") {
    Org org;
    const bool is_slow = GENERATE(false, true);
    script(org, is_slow ? 10 * ms : 9 * ms);
    auto& call = org.call({{"query", soql}, {"output", "file"}});
    std::size_t most = 0;
    while (!call.finished) {
        REQUIRE(org.host.next());
        most = std::max(most, org.host.open_requests());
    }
    CHECK(most == (is_slow ? 2 : 1));
    CHECK(org.asked() == asked_in_order);
    CHECK(lines_of_last_file(org).size() == rows);
    CHECK(org.host.misuse.empty());
}

TEST_CASE("a slow server is asked early for what max_records wants beyond this page, and for nothing else") {
    struct Case {
        std::size_t total;  // as the pages tell it
        std::size_t max_records;
        std::size_t most_at_once;
        std::size_t pages;
    };
    const auto wanted = GENERATE(Case{60, 60, 2, 3},        // every row
                                 Case{5'000, 2'001, 2, 3},  // more than any page holds
                                 Case{5'000, 2'000, 1, 3}, Case{60, 59, 1, 3}, Case{60, 40, 1, 2}, Case{60, 20, 1, 1});
    Org org;
    script(org, 10 * ms, wanted.total);
    auto& call = org.call({{"query", soql}, {"output", "file"}, {"max_records", wanted.max_records}});
    std::size_t most = 0;
    while (!call.finished) {
        REQUIRE(org.host.next());
        most = std::max(most, org.host.open_requests());
    }
    CHECK(most == wanted.most_at_once);
    CHECK(org.asked().size() == wanted.pages);
    CHECK(lines_of_last_file(org).size() == std::min(wanted.max_records, rows));
    CHECK(org.host.misuse.empty());
}

TEST_CASE("a page that breaks while the next one is under way is asked for again, and all rows are there once") {
    Org org;
    script(org);
    const std::size_t broken = GENERATE(0u, 1u, 2u);
    const std::string whole = page_from(20 * broken + 1);
    auto cut = Answer::failure(ALYSIO_E_BROKEN, ALYSIO_HTTP_ANSWERED);
    cut.body = whole.substr(0, whole.size() - 10);
    org.answers[asked_in_order[broken]] = {late(cut), late(Answer::json(whole))};
    const Json result = org.run({{"query", soql}, {"output", "file"}});
    CHECK(result["complete"] == true);
    CHECK(org.asked().size() == 4);
    const auto lines = lines_of_last_file(org);
    REQUIRE(lines.size() == rows);
    for (std::size_t i = 0; i < rows; ++i) CHECK(lines[i]["Name"] == "A" + std::to_string(i + 1));
}

TEST_CASE("a page that fails for good takes the one under way with it") {
    Org org;
    script(org);
    auto cut = Answer::failure(ALYSIO_E_BROKEN, ALYSIO_HTTP_ANSWERED);
    cut.body = page_from(21).substr(0, 1'000);
    org.answers["/query/0r8-20"] = {late(cut)};
    const Json error = org.fail({{"query", soql}, {"output", "file"}});
    CHECK(error["partial"]["records"] == 20);
    CHECK(lines_of_last_file(org).size() == 20);
    CHECK(org.host.open_requests() == 0);
}

TEST_CASE("while two pages arrive the call may be stopped at every step") {
    Org org;
    bool finished_by_itself = false;
    for (int steps = 0; !finished_by_itself; ++steps) {
        script(org);
        auto& call = org.call({{"query", soql}, {"output", "file"}});
        for (int i = 0; i < steps && !call.finished; ++i) org.host.next();
        finished_by_itself = call.finished;
        org.host.cancel(call.id, ALYSIO_CANCEL_USER);
        org.host.run();
        INFO("stopped after " << steps << " steps");
        REQUIRE(call.finished);
        if (!finished_by_itself && call.result.find("\"partial\":{") != std::string::npos) {
            CHECK(Json::parse(call.result)["error"]["partial"]["records"] == lines_of_last_file(org).size());
        }
        CHECK(org.host.open_requests() == 0);
        CHECK(org.host.misuse.empty());
    }
}

TEST_CASE("while two pages arrive any service may fail, and the call ends with an error or with the right rows") {
    bool failed = true;
    for (std::uint64_t n = 0; failed; ++n) {
        Org org;
        script(org);
        org.host.fail_at(n);
        auto& call = org.call({{"query", soql}, {"output", "file"}});
        org.host.run();
        INFO("service call " << n << " failed");
        REQUIRE(call.finished);
        if (call.kind == ALYSIO_RESULT_SUCCESS) CHECK(lines_of_last_file(org).size() == rows);
        CHECK(org.host.open_requests() == 0);
        CHECK(org.host.misuse.empty());
        failed = org.host.service_calls() > n;
    }
}

}  // namespace run_soql_query_slow_test
