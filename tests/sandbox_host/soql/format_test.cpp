#include "sandbox_host/soql/format.hpp"

#include "sandbox_host/soql/parser.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::soql;

namespace {

std::string formatted(const std::string& text) {
    const auto result = parse(text);
    return result ? format(*result) : "refused: " + result.error().sentence;
}

// A random query out of everything the grammar knows.
class Generator {
  public:
    explicit Generator(unsigned seed) : state_(seed * 2654435761U + 1U) {}

    std::string query(int depth) {
        std::string text = "SELECT " + items(depth) + " FROM " + name() + pick({"", " a"});
        if (chance()) text += " WHERE " + condition(depth);
        if (chance()) {
            text += chance() ? " GROUP BY CUBE(" + path() + ")" : " GROUP BY " + path();
            if (chance()) text += " HAVING " + condition(0);
        }
        if (chance()) text += " ORDER BY " + operand() + pick({"", " desc", " ASC NULLS LAST", " NULLS FIRST"});
        if (chance()) text += " LIMIT 10";
        if (chance()) text += " OFFSET 5";
        return text;
    }

  private:
    unsigned next(unsigned bound) {
        state_ = state_ * 1664525U + 1013904223U;
        return (state_ >> 8U) % bound;
    }
    bool chance() { return next(3) == 0; }
    std::string pick(std::initializer_list<const char*> choices) {
        return *(choices.begin() + next(static_cast<unsigned>(choices.size())));
    }
    std::string name() { return pick({"Account", "Name", "Owner", "Foo__c", "Bar__r", "OrderNumber"}); }
    std::string path() { return chance() ? name() + "." + name() : name(); }
    std::string operand() {
        switch (next(5)) {
            case 0:
                return pick({"MIN(", "sum(", "toLabel(", "CALENDAR_YEAR(", "format("}) + path() + ")";
            case 1:
                return "DISTANCE(" + path() + ", GEOLOCATION(37.775, -122.418), 'mi')";
            case 2:
                return "DAY_ONLY(convertTimezone(" + path() + "))";
            default:
                return path();
        }
    }
    std::string items(int depth) {
        std::string text = operand() + pick({"", " alias1"});
        if (chance()) text += ", FIELDS(ALL)";
        if (chance()) text += ", TYPEOF Who WHEN Lead THEN Id, Name ELSE Id END";
        if (depth > 0 && chance()) text += ", (" + query(depth - 1) + ")";
        return text;
    }
    std::string value() {
        return pick({"null", "TRUE", "5", "-1.5e3", "'a\\'b\\\\c\\n\\u00e9'", "2024-02-29",
                     "2024-02-29T10:00:00.5+02:00", "TODAY", "last_n_days:5", "USD500.01", "10:00:00Z"});
    }
    std::string condition(int depth) {
        switch (next(depth > 0 ? 8U : 5U)) {
            case 0:
                return operand() + pick({" = ", "<>", " <=", "> "}) + value();
            case 1:
                return path() + " LIKE '50\\% of\\_x\\\\_%'";
            case 2:
                return path() + pick({" IN ", " NOT IN "}) + "(" + value() + "," + value() + ")";
            case 3:
                return path() + " includes ('a;b','c')";
            case 4:
                return "NOT " + path() + " = " + value();
            case 5:
                return path() + " IN (" + query(depth - 1) + ")";
            case 6:
                return "(" + condition(depth - 1) + ") AND (" + condition(depth - 1) + ") AND Id = null";
            default:
                return "NOT ((" + condition(depth - 1) + ") OR " + condition(0) + ")";
        }
    }

    unsigned state_;
};

}  // namespace

TEST_CASE("a query is written in standard spelling") {
    CHECK(formatted(
              "select  Id,Owner.Name, count( Id ) n from Account as a where not (Name='x' or (b<>+2)) and c in(1,null) "
              "order by Name limit 5") ==
          "SELECT Id, Owner.Name, COUNT(Id) n FROM Account a WHERE NOT (Name = 'x' OR b != 2) AND c IN (1, NULL) "
          "ORDER BY Name ASC NULLS FIRST LIMIT 5");
}

TEST_CASE("an alias named like the word before an alias is still read as an alias") {
    CHECK(formatted("SELECT Id FROM Account AS as WHERE as.Name = 'x'") ==
          "SELECT Id FROM Account AS as WHERE as.Name = 'x'");
}

TEST_CASE("formatting what was formatted changes nothing") {
    for (unsigned seed = 0; seed < 2000; ++seed) {
        const std::string text = Generator(seed).query(3);
        const std::string once = formatted(text);
        INFO(text);
        REQUIRE(once.rfind("refused", 0) == std::string::npos);
        REQUIRE(formatted(once) == once);
    }
}
