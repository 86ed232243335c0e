#include "plugin/records/json_text.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace alysio::salesforce::records;

namespace {

std::string plain(std::string_view token) {
    std::string out;
    append_plain_number(token, out);
    return out;
}

std::string unescape(std::string_view body) {
    std::string out;
    append_unescaped(body, out);
    return out;
}

}  // namespace

TEST_CASE("Numbers are written plainly by moving their digits") {
    const auto [token, expected] = GENERATE(table<std::string, std::string>({
        {"1.39E8", "139000000"},
        {"15000.0", "15000"},
        {"15000", "15000"},
        {"-15000", "-15000"},
        {"100.50", "100.5"},
        {"0.0", "0"},
        {"-0.0", "-0"},
        {"0E0", "0"},
        {"1e+2", "100"},
        {"1.5E-3", "0.0015"},
        {"-2.5e-7", "-0.00000025"},
        {"0.00139E5", "139"},
        {"12.345E1", "123.45"},
        {"123456789012345678901234567890.5", "123456789012345678901234567890.5"},
        {"9.007199254740993E15", "9007199254740993"},
        {"1E400", "1" + std::string(400, '0')},
        {"1E401", "1E401"},
        {"1E-401", "1E-401"},
        {"1E99999999999", "1E99999999999"},
    }));
    CHECK(plain(token) == expected);
}

TEST_CASE("A plain number has the value of the number it was") {
    const auto token = GENERATE(as<std::string>(), "1.7976931348623157E308", "4.9E-324", "2.2250738585072014E-308",
                                "-1.0E-5", "123.456e10", "6.02214076E23", "0.1E1", "10E-1");
    CHECK(std::strtod(plain(token).c_str(), nullptr) == std::strtod(token.c_str(), nullptr));
    CHECK(plain(token).find_first_of("eE") == std::string::npos);
    CHECK(is_number(plain(token)));
}

TEST_CASE("Only numbers of JSON are numbers") {
    const auto token = GENERATE(as<std::string>(), "", "-", "01", "1.", ".5", "1e", "1e+", "+1", "0x1", "1a", "NaN",
                                "1 ", "--1", "1.2.3");
    CHECK_FALSE(is_number(token));
}

TEST_CASE("Escapes become UTF-8") {
    const auto [body, expected] = GENERATE(table<std::string, std::string>({
        {R"(a\"b\\c\/d)", "a\"b\\c/d"},
        {R"(\b\f\n\r\t)", "\b\f\n\r\t"},
        {R"(\u0041\u00e9\u6f22)", "Aé漢"},
        {R"(\ud83d\ude00)", "😀"},
        {R"(\uD83Dx)", "\xEF\xBF\xBDx"},
        {R"(\ud83d\u0041)",
         "\xEF\xBF\xBD"
         "A"},
        {R"(\ude00\ud83d)", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"no escape é", "no escape é"},
    }));
    CHECK(unescape(body) == expected);
}

TEST_CASE("Only escapes of JSON are valid") {
    CHECK(escapes_are_valid(R"(\"\\\/\b\f\n\r\t\u00eF)"));
    const auto body =
        GENERATE(as<std::string>(), R"(\)", R"(\x)", R"(\u12)", R"(\u12g4)", R"(\\\)", std::string("\\\0", 2));
    CHECK_FALSE(escapes_are_valid(body));
}
