#include <alysio/base/http_date.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <random>
#include <string>

using namespace alysio::base;

TEST_CASE("moments are written and read as RFC 9110 has them") {
    const auto [unix_s, text] = GENERATE(table<std::int64_t, std::string>({
        {784'111'777, "Sun, 06 Nov 1994 08:49:37 GMT"},  // the RFC's own example
        {0, "Thu, 01 Jan 1970 00:00:00 GMT"},
        {-1, "Wed, 31 Dec 1969 23:59:59 GMT"},
        {951'782'400, "Tue, 29 Feb 2000 00:00:00 GMT"},
        {951'868'799, "Tue, 29 Feb 2000 23:59:59 GMT"},
        {951'868'800, "Wed, 01 Mar 2000 00:00:00 GMT"},
        {1'078'012'800, "Sun, 29 Feb 2004 00:00:00 GMT"},
        {4'107'542'400, "Mon, 01 Mar 2100 00:00:00 GMT"},
        {4'107'542'399, "Sun, 28 Feb 2100 23:59:59 GMT"},
        {2'147'483'648, "Tue, 19 Jan 2038 03:14:08 GMT"},
        {-62'167'219'200, "Sat, 01 Jan 0000 00:00:00 GMT"},
        {-62'135'596'800, "Mon, 01 Jan 0001 00:00:00 GMT"},
        {253'402'300'799, "Fri, 31 Dec 9999 23:59:59 GMT"},
    }));
    CHECK(http_date(unix_s) == text);
    CHECK(parse_http_date(text) == unix_s);
}

TEST_CASE("every month and every day of the week has its name") {
    std::string seen;
    for (const int month : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
        seen += http_date(days_of({2026, month, 1}) * seconds_a_day).substr(8, 3);
    CHECK(seen == "JanFebMarAprMayJunJulAugSepOctNovDec");
    seen.clear();
    for (int day = 0; day < 7; ++day) seen += http_date(days_of({2026, 11, 1 + day}) * seconds_a_day).substr(0, 3);
    CHECK(seen == "SunMonTueWedThuFriSat");
}

TEST_CASE("any second between the years 0 and 9999 survives") {
    std::mt19937_64 random(9110);
    std::uniform_int_distribution<std::int64_t> seconds(-62'167'219'200, 253'402'300'799);
    for (int i = 0; i < 20'000; ++i) {
        const std::int64_t unix_s = seconds(random);
        const std::string text = http_date(unix_s);
        INFO(text);
        REQUIRE(text.size() == 29);
        REQUIRE(parse_http_date(text) == unix_s);
    }
}

TEST_CASE("the name of the day is not looked at") {
    CHECK(parse_http_date("Mon, 06 Nov 1994 08:49:37 GMT") == 784'111'777);
}

TEST_CASE("what is no date of HTTP is refused") {
    const auto text = GENERATE(as<std::string>{},                                                         //
                               "", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 GMT ",  // length
                               "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",          // obsolete forms
                               "1994-11-06T08:49:37Z", "784111777", "Sun, 06 Nov 1994 08:49:37 UTC",  //
                               "Sun, 06-Nov 1994 08:49:37 GMT", "Sun; 06 Nov 1994 08:49:37 GMT",      //
                               "Sun, 06 Nov 1994 08.49:37 GMT", "Sun, 06 Nov 1994 08:49.37 GMT",      //
                               "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nox 1994 08:49:37 GMT",      // months
                               "Sun, 06 ov  1994 08:49:37 GMT", "Sun, 06 11  1994 08:49:37 GMT",      //
                               "Sun,  6 Nov 1994 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",      // digits
                               "Sun, 06 Nov -994 08:49:37 GMT", "Sun, 06 Nov 199x 08:49:37 GMT",      //
                               "Sun, 06 Nov 1994 -8:49:37 GMT", "Sun, 06 Nov 1994 08:4 :37 GMT",      //
                               "Sun, 06 Nov 1994 08:49:3x GMT",                                       //
                               "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",      // days
                               "Thu, 29 Feb 1900 00:00:00 GMT", "Thu, 29 Feb 2026 00:00:00 GMT",      //
                               "Tue, 30 Feb 2000 00:00:00 GMT", "Sun, 99 Nov 1994 08:49:37 GMT",      //
                               "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",      // times
                               "Sun, 06 Nov 1994 08:49:60 GMT");
    INFO(text);
    CHECK_FALSE(parse_http_date(text));
}
