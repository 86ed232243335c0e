#include "sandbox_host/org/ids/ids.hpp"

#include <catch2/catch.hpp>

#include <utility>

using namespace alysio::sandbox::org;

TEST_CASE("a 15-character id gains the checksum that Salesforce computed for it") {
    const auto [id15, id18] = GENERATE(table<std::string, std::string>({{"001dM00003kRs59", "001dM00003kRs59QAC"},
                                                                        {"00DdM00000vfgTu", "00DdM00000vfgTuUAI"},
                                                                        {"012000000000000", "012000000000000AAA"},
                                                                        {"a0D30000001n7Pi", "a0D30000001n7PiEAI"}}));
    CHECK(to_18(id15) == id18);
    CHECK(to_18(id18) == id18);
}

TEST_CASE("an 18-character id in lost letter case is repaired from its checksum") {
    CHECK(to_18("001DM00003KRS59QAC") == "001dM00003kRs59QAC");
    CHECK(to_18("001dm00003krs59qac") == "001dM00003kRs59QAC");
}

TEST_CASE("what can't be an id is no id") {
    const auto text = GENERATE("", "abc123", "001dM00003kRs5", "001dM00003kRs59Q", "001dM00003kRs5'",
                               "001dM00003kRs59QA%", "001dM00003kRs59QAC1", "001dM00003kRs59999", "111111111111111AAB");
    CHECK_FALSE(to_18(text));
}

TEST_CASE("made ids count upwards, differ, and carry prefix and checksum") {
    const std::string first = make_id("001", 1);
    const std::string later = make_id("001", 62);
    CHECK(first == "001Sb0000000001IAA");
    CHECK(later.substr(0, 15) == "001Sb0000000010");
    CHECK(to_18(first.substr(0, 15)) == first);
    CHECK(first < later);
}
