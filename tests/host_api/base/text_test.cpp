#include <alysio/base/text.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <clocale>
#include <map>
#include <string>
#include <string_view>
#include <vector>

using namespace alysio::base;

namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view numerals = "0123456789";

}  // namespace

TEST_CASE("every byte is a letter, a digit or neither, whatever the locale") {
    std::setlocale(LC_ALL, GENERATE("C", "C.UTF-8", "de_DE.ISO-8859-1"));
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        INFO(byte);
        const bool is_in_small = letters.substr(0, 26).find(c) != letters.npos;
        const bool is_in_capital = letters.substr(26).find(c) != letters.npos;
        CHECK(is_lower(c) == is_in_small);
        CHECK(is_upper(c) == is_in_capital);
        CHECK(is_letter(c) == (is_in_small || is_in_capital));
        CHECK(is_digit(c) == (numerals.find(c) != numerals.npos));
        CHECK(is_letter_or_digit(c) == (is_letter(c) || is_digit(c)));
    }
    std::setlocale(LC_ALL, "C");
}

TEST_CASE("letter case changes letters of ASCII and no other byte") {
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        INFO(byte);
        CHECK(lower(c) == (is_upper(c) ? letters[letters.find(c) - 26] : c));
        CHECK(upper(c) == (is_lower(c) ? letters[letters.find(c) + 26] : c));
    }
    CHECK(lower("Straße ÄÖÜ [@`{ IÏ") == "straße ÄÖÜ [@`{ iÏ");
    CHECK(upper("Straße äöü [@`{ ıi") == "STRAßE äöü [@`{ ıI");
    CHECK(lower("").empty());
    CHECK(lower(std::string_view("A\0B", 3)) == std::string("a\0b", 3));
}

TEST_CASE("texts are compared without regard to the case of their letters") {
    const auto [a, b, equal] = GENERATE(table<std::string, std::string, bool>({
        {"", "", true},
        {"Account", "aCCOUNT", true},
        {"Account", "Accounts", false},
        {"Account", "Accoun", false},
        {"My__c", "MY__C", true},
        {"[", "{", false},
        {"@", "`", false},
        {"Ä", "ä", false},
        {"\xC4", "\xE4", false},
        {"a", "", false},
    }));
    INFO(a << " " << b);
    CHECK(equal_ignoring_case(a, b) == equal);
    CHECK(equal_ignoring_case(b, a) == equal);
}

TEST_CASE("a part of a text is found without regard to case, at its front, its end and within") {
    struct Is {
        std::string_view text, part;
        bool starts, ends, contains;
    };
    const auto is = GENERATE(values<Is>({
        {"Content-Type", "content-", true, false, true},
        {"Content-Type", "-TYPE", false, true, true},
        {"Content-Type", "TENT", false, false, true},
        {"Content-Type", "tentt", false, false, false},
        {"Content-Type", "CONTENT-TYPE", true, true, true},
        {"Content-Type", "content-type:", false, false, false},
        {"Content-Type", "", true, true, true},
        {"", "", true, true, true},
        {"", "a", false, false, false},
        {"aAb", "ab", false, true, true},
    }));
    INFO(is.text << " " << is.part);
    CHECK(starts_with_ignoring_case(is.text, is.part) == is.starts);
    CHECK(ends_with_ignoring_case(is.text, is.part) == is.ends);
    CHECK(contains_ignoring_case(is.text, is.part) == is.contains);
}

TEST_CASE(
    "the order of names that ignores case is a strict weak order, and tells apart what differs in more than case") {
    const std::vector<std::string> names = {"",  "a",    "A",    "aa",       "aA",   "Ab", "aB",    "B",  "b",
                                            "_", "__c",  "[",    "@",        "`",    "{",  "Z",     "z",  "0",
                                            "~", "\x7F", "\x80", "\xC3\x84", "\xFF", "a_", "a\xC3", "a b"};
    const LessIgnoringCase less;
    const auto equivalent = [&](const std::string& a, const std::string& b) { return !less(a, b) && !less(b, a); };
    for (const auto& a : names) {
        CHECK_FALSE(less(a, a));
        for (const auto& b : names) {
            INFO(a << " " << b);
            CHECK_FALSE((less(a, b) && less(b, a)));
            CHECK(equivalent(a, b) == equal_ignoring_case(a, b));
            for (const auto& c : names) {
                if (less(a, b) && less(b, c)) CHECK(less(a, c));
                if (equivalent(a, b) && equivalent(b, c)) CHECK(equivalent(a, c));
            }
        }
    }
}

TEST_CASE("a map of names is searched in any case, without making a string") {
    std::map<std::string, int, LessIgnoringCase> sizes = {{"Account", 1}, {"Contact", 2}};
    CHECK(sizes.find(std::string_view("ACCOUNT"))->second == 1);
    CHECK(sizes.find(std::string_view("Lead")) == sizes.end());
    CHECK_FALSE(sizes.emplace("contact", 3).second);
}

TEST_CASE("blanks are trimmed at both ends alone") {
    const auto [text, trimmed] = GENERATE(table<std::string_view, std::string_view>({
        {"", ""},
        {" ", ""},
        {" \t\r\n", ""},
        {"a", "a"},
        {"  a b\t", "a b"},
        {"\r\na", "a"},
        {"a \n", "a"},
        {"\xC2\xA0"
         "a",
         "\xC2\xA0"
         "a"},
        {"\v", "\v"},
    }));
    CHECK(trim(text) == trimmed);
}

TEST_CASE("what counts as a blank can be said") {
    CHECK(trim("__a_b__", "_") == "a_b");
    CHECK(trim(" a ", "") == " a ");
    CHECK(trim("--", "-").empty());
}

TEST_CASE("a text is split into one part more than it has separators") {
    using Parts = std::vector<std::string_view>;
    const auto [text, parts] = GENERATE(table<std::string_view, Parts>({
        {"", {""}},
        {"a", {"a"}},
        {"a,b", {"a", "b"}},
        {",", {"", ""}},
        {",a,,b,", {"", "a", "", "b", ""}},
        {"a;b", {"a;b"}},
    }));
    CHECK(split(text, ',') == parts);
    CHECK(static_cast<long>(parts.size()) == std::count(text.begin(), text.end(), ',') + 1);
}
