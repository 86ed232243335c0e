#include "plugin/salesforce/id.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce;

TEST_CASE("Fifteen characters widen to eighteen with the checksum that Salesforce gives them") {
    const auto [id15, suffix] = GENERATE(table<std::string, std::string>({
        {"001dM00003kRs59", "QAC"},
        {"00DdM00000vfgTu", "UAI"},
        {"012000000000000", "AAA"},
        {"a0D30000001n7Pi", "EAI"},
    }));
    const IdReading reading = read_id(id15);
    CHECK(reading.state == IdState::exact);
    CHECK(reading.id == id15 + suffix);
    CHECK(read_id(reading.id).state == IdState::exact);
    CHECK(same_id(id15, reading.id));
}

TEST_CASE("An eighteen-character id whose letter case was lost is rebuilt from its last three characters") {
    const std::string mangled = GENERATE("001dm00003krs59qac", "001DM00003KRS59QAC", "001Dm00003kRS59QaC");
    const IdReading reading = read_id(mangled);
    CHECK(reading.state == IdState::case_repaired);
    CHECK(reading.id == "001dM00003kRs59QAC");
}

TEST_CASE("What is no id says what is wrong with it") {
    const auto [text, state, characters] = GENERATE(table<std::string, IdState, std::size_t>({
        {"", IdState::wrong_length, 0},
        {"Acme", IdState::wrong_length, 4},
        {"001dM00003kRs5", IdState::wrong_length, 14},
        {"001dM00003kRs59QA", IdState::wrong_length, 17},
        {"001dM00003kRs59QACx", IdState::wrong_length, 19},
        {"Müller & Söhne GmbH", IdState::wrong_length, 19},
        {"001dM00003kRs5-", IdState::wrong_character, 15},
        {"001dM00003kRs/9QAC", IdState::wrong_character, 18},
        {"ééééééééééééééé", IdState::wrong_character, 15},
        {"001dM00003kRs59QA9", IdState::wrong_checksum, 18},  // 9 is no check character
        {"000000000000000B00", IdState::wrong_checksum, 18},  // would make a digit upper case
    }));
    INFO(text);
    const IdReading reading = read_id(text);
    CHECK(reading.state == state);
    CHECK(reading.characters == characters);
    CHECK(reading.id.empty());
}

TEST_CASE("Ids that differ by letter case alone name different records") {
    CHECK_FALSE(same_id("001dM00003kRs59", "001dM00003krs59"));
    CHECK_FALSE(same_id("001", "001"));
}
