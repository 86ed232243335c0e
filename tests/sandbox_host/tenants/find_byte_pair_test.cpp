#include "sandbox_host/tenants/find_byte_pair.hpp"

#include <catch2/catch.hpp>

#include <string>

using alysio::sandbox::tenants::find_byte_pair;

TEST_CASE("a pair of bytes is found wherever it stands, in texts of every length") {
    for (std::size_t size = 0; size < 200; ++size) {
        const std::string without(size, 'U');
        REQUIRE(find_byte_pair(without, 'U', 'r', 0) == without.npos);
        for (std::size_t at = 0; at + 1 < size; ++at) {
            auto text = without;
            text[at + 1] = 'r';
            INFO(at << " of " << size);
            REQUIRE(find_byte_pair(text, 'U', 'r', 0) == at);
            REQUIRE(find_byte_pair(text, 'U', 'r', at) == at);
            REQUIRE(find_byte_pair(text, 'U', 'r', at + 1) == text.npos);
        }
    }
}

TEST_CASE("halves of a pair, in the wrong order or far apart, are no pair") {
    std::string text;
    for (int i = 0; i < 50; ++i) text += "rU r\xFFU";
    REQUIRE(find_byte_pair(text, 'U', 'r', 0) == 5);  // the first repetition's end and the second one's beginning
    REQUIRE(find_byte_pair(text, 'r', '\xFF', 10) == 15);
    REQUIRE(find_byte_pair(text, 'U', '\xFF', 0) == text.npos);
    REQUIRE(find_byte_pair(text, 'U', 'r', text.size() + 5) == text.npos);
}
