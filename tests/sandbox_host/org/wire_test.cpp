#include "sandbox_host/org/tenant/relative_date.hpp"
#include "sandbox_host/org/time/datetime.hpp"
#include "sandbox_host/org/wire/api_error.hpp"
#include "sandbox_host/org/wire/http.hpp"
#include "sandbox_host/org/wire/json_text.hpp"

#include <alysio/base/encoding.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace alysio::sandbox::org;

TEST_CASE("doubles are spelt as Java spells them") {
    const auto [number, text] = GENERATE(table<double, std::string>({{0, "0.0"},
                                                                     {-0.0, "-0.0"},
                                                                     {15000, "15000.0"},
                                                                     {-1.5, "-1.5"},
                                                                     {0.001, "0.001"},
                                                                     {0.0001, "1.0E-4"},
                                                                     {9999999, "9999999.0"},
                                                                     {10000000, "1.0E7"},
                                                                     {139000000, "1.39E8"},
                                                                     {1234567.89, "1234567.89"},
                                                                     {0.00099999, "9.9999E-4"},
                                                                     {9999999.999, "9999999.999"},
                                                                     {123456789.125, "1.23456789125E8"},
                                                                     {-2.5e-7, "-2.5E-7"},
                                                                     {1e21, "1.0E21"},
                                                                     {4.35, "4.35"},
                                                                     {100, "100.0"},
                                                                     {9007199254740993, "9.007199254740992E15"},
                                                                     {1.7976931348623157e308, "1.7976931348623157E308"},
                                                                     {0.1 + 0.2, "0.30000000000000004"},
                                                                     {1e300, "1.0E300"}}));
    std::string json;
    append_double(json, number);
    CHECK(json == text);
}

TEST_CASE("an error entry carries its fields only where Salesforce's do") {
    CHECK(to_json({{400, "A", "m\"1"}}) == R"([{"message":"m\"1","errorCode":"A"}])");
    CHECK(to_json({{400, "A", "m", std::vector<std::string>{}}, {400, "B", "n", std::vector<std::string>{"X", "Y"}}}) ==
          R"([{"message":"m","errorCode":"A","fields":[]},{"message":"n","errorCode":"B","fields":["X","Y"]}])");
}

TEST_CASE("dates and times that don't exist are no dates and times") {
    const auto text = GENERATE("", "2026-13-01", "2026-02-29", "26-01-01", "2026-1-1", "1500-01-01", "2026-01-01x",
                               "2026-01-01T", "2026-01-01T10:00Z", "2026-01-01T24:00:00Z", "2026-01-01T10:60:00Z",
                               "2026-01-01T10:00:00+25:00", "2026-01-01T10:00:00.Z", "2026-01-01 10:00:00");
    CHECK_FALSE(parse_datetime(text));
}

TEST_CASE("a time of day has one form") {
    CHECK(normalised_time("07:30") == "07:30:00.000Z");
    CHECK(normalised_time("07:30:15.5Z") == "07:30:15.500Z");
    CHECK_FALSE(normalised_time("7:30"));
    CHECK_FALSE(normalised_time("25:00:00"));
}

TEST_CASE("demo dates count from today") {
    const Instant now = *parse_datetime("2026-05-15T12:00:00Z");
    const auto [text, date] = GENERATE(table<std::string, std::string>({{"@today", "2026-05-15"},
                                                                        {"@today+17", "2026-06-01"},
                                                                        {"@today-15T09:30", "2026-04-30T09:30:00.000Z"},
                                                                        {"@month_start", "2026-05-01"},
                                                                        {"@month_end", "2026-05-31"},
                                                                        {"@quarter_start-1", "2026-03-31"},
                                                                        {"@quarter_end", "2026-06-30"},
                                                                        {"@year_start", "2026-01-01"},
                                                                        {"@year_end+1", "2027-01-01"}}));
    CHECK(resolve_relative_date(text, now) == date);
}

TEST_CASE("what is no demo date is left alone") {
    const auto text =
        GENERATE("today", "@", "@tomorrow", "@today+", "@today+x", "@today+1T", "@today+1T99:00", "@today+1x");
    CHECK_FALSE(resolve_relative_date(text, Instant{}));
}

TEST_CASE("a target is taken apart and decoded") {
    Request request;
    request.target = "/services//data/a%2Fb/?q=SELECT+Id%20FROM+x%2By&empty=&q=second";
    CHECK(request.path() == "/services//data/a%2Fb/");
    CHECK(request.segments() == std::vector<std::string>{"services", "data", "a/b"});
    CHECK(request.parameter("q") == "SELECT Id FROM x+y");
    CHECK(request.parameter("empty") == "");
    CHECK_FALSE(request.parameter("none"));
}

TEST_CASE("decoding survives what clients should never send") {
    const auto [text, decoded] =
        GENERATE(table<std::string, std::string>({{"%", "%"},
                                                  {"%4", "%4"},
                                                  {"%zz", "%zz"},
                                                  {"%41%", "A%"},
                                                  {"%ff", "\xEF\xBF\xBD"},
                                                  {"%c3%a9", "é"},
                                                  {"%ed%a0%80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
                                                  {"%f0%9f%a4%96", "🤖"}}));
    CHECK(url_decode(text, true) == decoded);
}

TEST_CASE("encoding is undone by decoding") {
    const std::string text = "a b+c/é?&=%'\"~";
    CHECK(url_decode(alysio::base::percent_encoded(text), true) == text);
}
