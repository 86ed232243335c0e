#include "org.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <functional>

namespace filter_property_test {

using alysio::sandbox::org::testing::QueryOrg;

// Random conditions over random rows, compared with an evaluator that knows nothing of SQL: what compares with null is
// false, and NOT, !=, NOT IN and EXCLUDES turn around whatever they stand before.

namespace {

using Row = nlohmann::ordered_json;
using Strings = std::vector<std::string>;
using Test = std::function<bool(const Row&)>;

struct Filter {
    std::string soql;
    Test test;
};

class Random {
  public:
    explicit Random(unsigned seed) : state_(seed * 2654435761U + 12345U) {}
    unsigned below(unsigned bound) {
        state_ = state_ * 1664525U + 1013904223U;
        return (state_ >> 8U) % bound;
    }
    template <class T>
    const T& pick(const std::vector<T>& choices) {
        return choices[below(static_cast<unsigned>(choices.size()))];
    }

  private:
    unsigned state_;
};

const Strings words = {"apple", "Apple", "pear", "a%b", "a_b", "ab", "B", "x;y", "  ", "zz", "O'Hara", "a\\b"};
const Strings tags = {"a", "b", "c", "a;b", "b;c", "a;b;c"};
const std::vector<int> numbers = {-2, 0, 1, 7, 50};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string in_quotes(const std::string& text) {
    std::string soql = "'";
    for (const char c : text) soql += (c == '\'' || c == '\\' ? "\\" : "") + std::string(1, c);
    return soql + "'";
}

// A pattern as SOQL has it once its quotes are off: % and _, and backslashes before what stands for itself.
bool matches(const std::string& text, const std::string& pattern, std::size_t t = 0, std::size_t p = 0) {
    if (p == pattern.size()) return t == text.size();
    if (pattern[p] == '%')
        return matches(text, pattern, t, p + 1) || (t < text.size() && matches(text, pattern, t + 1, p));
    if (t == text.size()) return false;
    if (pattern[p] == '_') return matches(text, pattern, t + 1, p + 1);
    const std::size_t literal = pattern[p] == '\\' ? p + 1 : p;
    return text[t] == pattern[literal] && matches(text, pattern, t + 1, literal + 1);
}

Strings split(const std::string& list) {
    Strings parts(1);
    for (const char c : list) {
        if (c == ';')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

template <class T>
bool compares(const std::string& sign, const T& a, const T& b) {
    if (sign == "=" || sign == "!=") return a == b;
    if (sign == "<") return a < b;
    if (sign == "<=") return a <= b;
    if (sign == ">") return a > b;
    return a >= b;
}

Filter opposite(const Filter& filter) {
    return {filter.soql, [test = filter.test](const Row& row) { return !test(row); }};
}

class Generator {
  public:
    explicit Generator(unsigned seed) : random_(seed) {}

    Filter filter(int depth) {
        const unsigned kind = depth > 0 ? random_.below(4) : 3;
        if (kind < 2) return junction(kind == 0, depth);
        if (kind == 2) {
            const Filter inner = filter(depth - 1);
            return opposite({"(NOT " + inner.soql + ")", inner.test});
        }
        switch (random_.below(7)) {
            case 0:
                return text();
            case 1:
                return number();
            case 2:
                return membership();
            case 3:
                return pattern();
            case 4:
                return inclusion();
            case 5:
                return null();
            default:
                return checkbox();
        }
    }

  private:
    bool coin() { return random_.below(2) == 0; }
    std::string sign() { return random_.pick<std::string>({"=", "!=", "<", "<=", ">", ">="}); }

    Filter junction(bool all, int depth) {
        std::vector<Test> tests;
        std::string soql;
        const unsigned terms = 2 + random_.below(2);
        for (unsigned i = 0; i < terms; ++i) {
            const Filter term = filter(depth - 1);
            soql += (i == 0 ? "" : all ? " AND " : " OR ") + term.soql;
            tests.push_back(term.test);
        }
        return {"(" + soql + ")", [all, tests](const Row& row) {
                    const auto holds = [&](const Test& test) { return test(row); };
                    return all ? std::all_of(tests.begin(), tests.end(), holds)
                               : std::any_of(tests.begin(), tests.end(), holds);
                }};
    }

    // Name ignores case, Code__c does not.
    Filter text() {
        const bool exact = coin();
        const std::string field = exact ? "Code__c" : "Name";
        const std::string word = random_.pick(words);
        const std::string compared = sign();
        const Filter filter = {field + " " + compared + " " + in_quotes(word), [=](const Row& row) {
                                   if (row[field].is_null()) return false;
                                   const std::string held = row[field];
                                   return compares(compared, exact ? held : lower(held), exact ? word : lower(word));
                               }};
        return compared == "!=" ? opposite(filter) : filter;
    }

    Filter number() {
        const std::string field = random_.pick<std::string>({"AnnualRevenue", "NumberOfEmployees"});
        const double value = random_.pick(numbers);
        const std::string compared = sign();
        const Filter filter = {field + " " + compared + " " + std::to_string(static_cast<int>(value)),
                               [=](const Row& row) {
                                   return !row[field].is_null() && compares(compared, row[field].get<double>(), value);
                               }};
        return compared == "!=" ? opposite(filter) : filter;
    }

    Filter membership() {
        Strings chosen;
        std::string list;
        bool with_null = false;
        const unsigned length = 1 + random_.below(3);
        for (unsigned i = 0; i < length; ++i) {
            const bool null = random_.below(5) == 0;
            with_null = with_null || null;
            if (!null) chosen.push_back(random_.pick(words));
            list += (i == 0 ? "" : ", ") + (null ? std::string("null") : in_quotes(chosen.back()));
        }
        const Test test = [=](const Row& row) {
            if (row["Name"].is_null()) return with_null;
            const std::string held = lower(row["Name"].get<std::string>());
            return std::any_of(chosen.begin(), chosen.end(),
                               [&](const std::string& word) { return lower(word) == held; });
        };
        if (coin()) return {"Name IN (" + list + ")", test};
        return opposite({"Name NOT IN (" + list + ")", test});
    }

    Filter pattern() {
        const std::string chosen = random_.pick<std::string>(
            {"a%", "%b", "_b", "a__", "%", "%p%", "a\\%b", "a\\_b", "APPLE", "%e%r%", "", "a\\\\%"});
        return {"Name LIKE '" + chosen + "'", [chosen](const Row& row) {
                    return !row["Name"].is_null() && matches(lower(row["Name"].get<std::string>()), lower(chosen));
                }};
    }

    Filter inclusion() {
        Strings chosen;
        std::string list;
        const unsigned length = 1 + random_.below(2);
        for (unsigned i = 0; i < length; ++i) {
            chosen.push_back(random_.pick(tags));
            list += (i == 0 ? "'" : ", '") + chosen.back() + "'";
        }
        const Test test = [chosen](const Row& row) {
            if (row["Tags__c"].is_null()) return false;
            const Strings held = split(row["Tags__c"]);
            return std::any_of(chosen.begin(), chosen.end(), [&](const std::string& selection) {
                const Strings wanted = split(selection);
                return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& value) {
                    return std::find(held.begin(), held.end(), value) != held.end();
                });
            });
        };
        if (coin()) return {"Tags__c INCLUDES (" + list + ")", test};
        return opposite({"Tags__c EXCLUDES (" + list + ")", test});
    }

    Filter null() {
        const std::string field =
            random_.pick<std::string>({"Name", "Code__c", "AnnualRevenue", "Tags__c", "Industry"});
        const Test test = [field](const Row& row) { return row[field].is_null(); };
        if (coin()) return {field + " = null", test};
        return opposite({field + " != null", test});
    }

    // To a checkbox null is false.
    Filter checkbox() {
        const bool value = coin();
        const std::string literal = value ? "true" : coin() ? "null" : "FALSE";
        const Test test = [value](const Row& row) { return row["Vip__c"].get<bool>() == value; };
        if (coin()) return {"Vip__c = " + literal, test};
        return opposite({"Vip__c != " + literal, test});
    }

    Random random_;
};

void fill(QueryOrg& org, unsigned seed) {
    Random random(seed);
    org.execute("DELETE FROM Account");
    auto insert = org.database.prepare(
        "INSERT INTO Account (Id, Name, Code__c, Industry, Tags__c, AnnualRevenue, NumberOfEmployees, Vip__c) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (unsigned row = 1; row <= 40; ++row) {
        insert.reset();
        insert.bind(1, std::string_view(QueryOrg::id("001", row)));
        int parameter = 1;
        for (const Strings& choices : {words, words, Strings{"Tech", "Banking"}, tags}) {
            insert.bind(++parameter, std::string_view(random.pick(choices)));
            if (random.below(4) == 0) insert.bind(parameter, nullptr);
        }
        for (; parameter < 7;) {
            insert.bind(++parameter, std::int64_t{random.pick(numbers)});
            if (random.below(4) == 0) insert.bind(parameter, nullptr);
        }
        insert.bind(8, std::int64_t{random.below(2)});
        insert.step();
    }
}

}  // namespace

TEST_CASE("random conditions select the rows that an evaluator without SQL selects") {
    QueryOrg org;
    const std::string all =
        "SELECT Id, Name, Code__c, Industry, AnnualRevenue, NumberOfEmployees, Tags__c, Vip__c FROM Account ORDER BY "
        "Id";
    Row rows;
    std::size_t selected = 0;
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        if (seed % 300 == 1) {
            fill(org, seed);
            rows = org.ask(all)["records"];
        }
        const Filter filter = Generator(seed).filter(3);
        std::string expected;
        for (const Row& row : rows)
            if (filter.test(row)) expected += (expected.empty() ? "" : ", ") + row["Id"].get<std::string>();
        INFO("seed " << seed << ": " << filter.soql);
        REQUIRE(org.column("SELECT Id FROM Account WHERE " + filter.soql + " ORDER BY Id", "Id") == expected);
        selected += expected.size() / 20;
    }
    CHECK(selected > 20'000);
}

}  // namespace filter_property_test
