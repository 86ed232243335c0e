#include "sandbox_host/check/report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace alysio::sandbox::check;

namespace {

TestOutcome outcome(Finding finding) {
    const Test test{"given_up", "A call ends", "", "Finish it.", nullptr};
    return {test, std::move(finding), std::chrono::milliseconds(12)};
}

}  // namespace

TEST_CASE("each test is one line, with what was seen and what to do where it failed") {
    CHECK(line_for(outcome(Finding::pass())) == "pass     A call ends");
    CHECK(line_for(outcome(Finding::pass("9 calls"))) == "pass     A call ends (9 calls)");
    CHECK(line_for(outcome(Finding::fail("copy\nnever did."))) == "fail     A call ends: copy never did. Finish it.");
    CHECK(line_for(outcome(Finding::skipped("No call."))) == "skipped  A call ends: No call.");
}

TEST_CASE("a plugin is fit when nothing failed, crashed or took too long") {
    const auto fit = [](Verdict verdict) { return is_fit({outcome(Finding::pass()), outcome({verdict, ""})}); };
    CHECK(fit(Verdict::skipped));
    CHECK(fit(Verdict::warning));
    CHECK_FALSE(fit(Verdict::fail));
    CHECK_FALSE(fit(Verdict::crash));
    CHECK_FALSE(fit(Verdict::timeout));
}

TEST_CASE("the summary counts what there is") {
    CHECK(summary({outcome(Finding::pass()), outcome(Finding::fail("x")), outcome(Finding::pass())}) ==
          "2 pass, 1 fail");
}

TEST_CASE("programs get everything, whatever bytes a plugin has put into it") {
    const auto json = nlohmann::json::parse(json_report("a.so", {outcome(Finding::fail("\xff"))}));
    CHECK(json["plugin"] == "a.so");
    CHECK(json["fit"] == false);
    CHECK(json["tests"][0]["name"] == "given_up");
    CHECK(json["tests"][0]["verdict"] == "fail");
    CHECK(json["tests"][0]["advice"] == "Finish it.");
    CHECK(json["tests"][0]["ms"] == 12);
}
