#include "plugin/salesforce/suggest.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce;

namespace {

const std::vector<Candidate> fields = {{"Id", "Record ID"},
                                       {"StageName", "Stage"},
                                       {"CloseDate", "Close Date"},
                                       {"ARR__c", "Annual Recurring Revenue"},
                                       {"Annual_Contract_Value__c", "Annual Contract Value"},
                                       {"Amount", "Amount"},
                                       {"Score__c", "Score"},
                                       {"NextStep", "Next Step"},
                                       {"LeadSource", "Lead Source"}};

}  // namespace

TEST_CASE("What was meant is found by name, label, initials, plural, ending and misspelling") {
    const auto [written, meant] = GENERATE(table<std::string, std::string>({
        {"stagename", "StageName"},
        {"Stage", "StageName"},
        {"Stage Name", "StageName"},
        {"ARR", "ARR__c"},
        {"ACV", "Annual_Contract_Value__c"},
        {"Score", "Score__c"},
        {"Scores", "Score__c"},
        {"score__c", "Score__c"},
        {"Amout", "Amount"},
        {"Amuont", "Amount"},
        {"CloseDat", "CloseDate"},
        {"Closing Date", "CloseDate"},
        {"next_step", "NextStep"},
        {"annual recurring revenue", "ARR__c"},
    }));
    INFO(written);
    const std::vector<std::string> names = nearest_names(written, fields);
    REQUIRE_FALSE(names.empty());
    CHECK(names.front() == meant);
    CHECK(names.size() <= 3);
}

TEST_CASE("What is far from everything suggests nothing") {
    CHECK(nearest_names(GENERATE(as<std::string>{}, "", "x", "__c", "Quarterback", "日本語", std::string(500, 'a')),
                        fields)
              .empty());
}

TEST_CASE("A name inside of a longer one is no neighbour of it") {
    CHECK(nearest_names("AccountName", {{"Name", "Opportunity Name"}, {"Amount", "Amount"}}).empty());
    CHECK(nearest_names("CloseDates2", fields) == std::vector<std::string>{"CloseDate"});
}

TEST_CASE("A single letter is no misspelling of another") {
    CHECK(nearest_names("Q", {{"S", "Small"}, {"L", "Large"}}).empty());
}

TEST_CASE("A value is found by its beginning or any of its words") {
    const std::vector<Candidate> stages = {
        {"Prospecting", "Prospecting"}, {"Negotiation/Review", "Negotiation/Review"}, {"Closed Won", "Closed Won"}};
    CHECK(nearest_names("Negotiation", stages) == std::vector<std::string>{"Negotiation/Review"});
    CHECK(nearest_names("won", stages) == std::vector<std::string>{"Closed Won"});
    CHECK(nearest_names("Review", stages) == std::vector<std::string>{"Negotiation/Review"});
    CHECK(nearest_names("ClosedWon", stages) == std::vector<std::string>{"Closed Won"});
}

TEST_CASE("A search finds a text that holds all its words, or whose initials it is") {
    CHECK(search_matches("annual revenue", "Annual Recurring Revenue"));
    CHECK(search_matches("arr", "Annual Recurring Revenue"));
    CHECK_FALSE(search_matches("annual cost", "Annual Recurring Revenue"));
    CHECK_FALSE(search_matches(" ", "Annual"));
}
