#include "plugin/salesforce/quoted_data.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce;

TEST_CASE("Somebody else's text becomes one line without control characters and hidden marks") {
    const auto [given, shown] = GENERATE(table<std::string, std::string>({
        {"  a\r\n\tb  ", "a b"},
        {"\x1b[31mred\x07", "[31mred"},
        {"a\xe2\x80\xae"
         "b\xe2\x80\x8b"
         "c",
         "abc"},
        {"a\xc2\x85"
         "b",
         "a b"},
        {"\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"é\xe2\x82", "é\xef\xbf\xbd\xef\xbf\xbd"},
        {"", ""},
    }));
    CHECK(quoted_data(given, 100) == shown);
}

TEST_CASE("Texts are cut at whole characters") {
    CHECK(quoted_data("ééééé", 3) == "ééé…");
    CHECK(quoted_data("ééé", 3) == "ééé");
    CHECK(quoted_data("ab cd", 3) == "ab…");
}
