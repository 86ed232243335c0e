#include "sandbox_host/soql/parser.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace alysio::sandbox::soql;
using namespace std::chrono_literals;

namespace {

Query parsed(const std::string& text) {
    auto result = parse(text);
    if (!result) FAIL(text << "\n" << render(result.error(), text));
    return *std::move(result);
}

std::string refusal(const std::string& text) {
    const auto result = parse(text);
    return result ? "accepted" : result.error().sentence;
}

Value value_of(const std::string& literal) {
    Query query = parsed("SELECT Id FROM X WHERE A = " + literal);
    return std::get<Comparison>(query.where->node).right;
}

const Junction& junction(const Condition& condition) {
    return std::get<Junction>(condition.node);
}

}  // namespace

TEST_CASE("every clause of SOQL is accepted") {
    const std::string text = GENERATE(
        "select id from account", "SELECT Id, Name FROM Account a", "SELECT a.Id FROM Account AS a",
        "SELECT COUNT()FROM Contact", "SELECT Name, (SELECT LastName FROM Contacts) FROM Account",
        "SELECT (SELECT Id FROM Contacts WHERE Email != null ORDER BY Name LIMIT 3 OFFSET 1), Name FROM Account",
        "SELECT Id FROM Account USING SCOPE mine WHERE Name LIKE 'a%'",
        "SELECT TYPEOF What WHEN Account THEN Phone, Name WHEN Opportunity THEN Amount ELSE Name END FROM Event",
        "SELECT FIELDS(ALL) FROM Account LIMIT 200", "SELECT FIELDS(standard), fields(Custom) FROM Account",
        "SELECT Id FROM Account WITH SECURITY_ENFORCED", "SELECT Id FROM Account WITH USER_MODE LIMIT 1",
        "SELECT Title FROM K__kav WITH DATA CATEGORY Geo__c AT (usa__c, uk__c) AND Product__c ABOVE_OR_BELOW dsl__c",
        "SELECT Id FROM X WITH Network = '0DB000000000001'",
        "SELECT Type, COUNT(Id) n FROM Account GROUP BY Type HAVING COUNT(Id) > 1",
        "SELECT Type, GROUPING(Type) g FROM Account GROUP BY ROLLUP(Type)",
        "SELECT Type, Rating FROM Account GROUP BY CUBE(Type, Rating)",
        "SELECT Id FROM Account ORDER BY Name DESC NULLS LAST, Id ASC NULLS FIRST, Owner.Name",
        "SELECT Id FROM Account LIMIT 10 OFFSET 20 ALL ROWS", "SELECT Id FROM Account FOR VIEW",
        "SELECT Id FROM Account FOR REFERENCE", "SELECT Id FROM Account FOR UPDATE",
        "SELECT Id FROM FAQ__kav UPDATE TRACKING, VIEWSTAT",
        "SELECT DISTANCE(Place__c, GEOLOCATION(37.7, -122.4), 'mi') d FROM Shop__c",
        "SELECT Id FROM Shop__c WHERE DISTANCE(Place__c, GEOLOCATION(37, 122), 'KM') < 20.5 ORDER BY "
        "DISTANCE(Place__c, Other__c, 'km')",
        "SELECT toLabel(Status), FORMAT(Amount) f, convertCurrency(Amount) FROM Opportunity",
        "SELECT FORMAT(convertCurrency(Amount)) c, FORMAT(MIN(CloseDate)) d FROM Opportunity",
        "SELECT CALENDAR_YEAR(convertTimezone(CreatedDate)), SUM(Amount) FROM Opportunity GROUP BY "
        "CALENDAR_YEAR(convertTimezone(CreatedDate))",
        "SELECT Id FROM X WHERE Tags__c INCLUDES ('a;b', 'c') AND Tags__c EXCLUDES ('d')",
        "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Name = 'x') AND Id NOT IN (SELECT "
        "AccountId FROM Case)",
        "SELECT COUNT(c.Id) FROM Account a, a.Contacts c",
        "SELECT Group.Name, Order.Name FROM GroupMember WHERE Group.Name = 'x'",
        "SELECT Id, Format, Count FROM Account", "SELECT MIN(E) MIN FROM X", "SELECT Id\n\tFROM\r\nAccount");
    CHECK(refusal(text) == "accepted");
}

TEST_CASE("what is no SOQL is refused at the token that does not fit") {
    const auto [text, sentence] = GENERATE(table<std::string, std::string>({
        {"", "SOQL statements cannot be empty or null"},
        {" \n\t ", "SOQL statements cannot be empty or null"},
        {"UPDATE Account", "unexpected token: 'UPDATE'"},
        {"SELECT FROM Account", "unexpected token: 'FROM'"},
        {"SELECT Id, FROM Account", "unexpected token: 'FROM'"},
        {"SELECT Id", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM", "unexpected token: '<EOF>'"},
        {"SELECTName FROM Account", "unexpected token: 'SELECTName'"},
        {"SELECT Id FROM Account WHERE", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM Account;", "line 1:22 no viable alternative at character ';'"},
        {"SELECT Id\nFROM $a", "line 2:5 no viable alternative at character '$'"},
        {"SELECT Id FROM Account -- x", "line 1:23 no viable alternative at character '-'"},
        {"SELECT Id FROM Account WHERE Name = 'x", "line 1:38 mismatched character '<EOF>' expecting '''"},
        {"SELECT Id FROM Account WHERE Name = 'O'Brien'", "unexpected token: 'Brien'"},
        {"SELECT Id FROM Account WHERE Name = foo", "Bind variables only allowed in Apex code"},
        {"SELECT Id FROM Account WHERE Name = :foo", "Bind variables only allowed in Apex code"},
        {"SELECT Id FROM Account WHERE Id IN :ids", "Bind variables only allowed in Apex code"},
        {"SELECT Id FROM Account WHERE Name LIKE NULL", "unexpected token: 'NULL'"},
        {"SELECT Id FROM Account WHERE Name IN ()", "unexpected token: ')'"},
        {"SELECT Id FROM Account WHERE Name IN ('a',)", "unexpected token: ')'"},
        {"SELECT Id FROM Account WHERE a = 1 AND b = 2 OR c = 3", "unexpected token: 'OR'"},
        {"SELECT Id FROM Account WHERE a = 1 OR b = 2 AND c = 3", "unexpected token: 'AND'"},
        {"SELECT Id FROM Account WHERE (a = 1", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM Account WHERE Name IS NULL", "unexpected token: 'IS'"},
        {"SELECT Id FROM Account WHERE Name NOT LIKE 'x'", "unexpected token: 'LIKE'"},
        {"SELECT Id FROM Account LIMIT -1", "unexpected token: '-1'"},
        {"SELECT Id FROM Account LIMIT 1.5", "unexpected token: '1.5'"},
        {"SELECT Id FROM Account LIMIT 'x'", "unexpected token: ''x''"},
        {"SELECT Id FROM Account LIMIT 99999999999", "unexpected token: '99999999999'"},
        {"SELECT Id FROM Account OFFSET100", "accepted"},  // an alias
        {"SELECT Id FROM Account ORDER BY Name OFFSET100", "unexpected token: 'OFFSET100'"},
        {"SELECT Id FROM Account AS LIMIT LIMIT 1", "unexpected token: 'LIMIT'"},
        {"SELECT Id FROM Account AS", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM Account LIMIT 1 ORDER BY Name", "unexpected token: 'ORDER'"},
        {"SELECT Id FROM Account USING everything", "unexpected token: 'everything'"},
        {"SELECT * FROM Account", "line 1:7 no viable alternative at character '*'"},
        {"SELECT COUNT(Id, Name) FROM Account", "unexpected token: ','"},
        {"SELECT SUM() FROM Account", "unexpected token: ')'"},
        {"SELECT UPPER(Name) FROM Account", "unexpected token: '('"},
        {"SELECT Contact..Name FROM Contact", "unexpected token: '.'"},
        {"SELECT DISTANCE(a, GEOLOCATION(1, 2), 'm') FROM X", "unexpected token: ''m''"},
        {"SELECT Id FROM X WHERE Tags__c INCLUDES (a)", "unexpected token: 'a'"},
        {"SELECT Id FROM Account FOR", "unexpected token: '<EOF>'"},
        {"SELECT Id FROM A WHERE D = 2024-02-30", "Invalid date: 2024-02-30"},
        {"SELECT Id FROM A WHERE D = 2024-02-29T24:00:00Z", "Invalid date: 2024-02-29T24:00:00Z"},
        {"SELECT Id FROM A WHERE D = 9999-12-31T23:00:00-01:00", "Invalid date: 9999-12-31T23:00:00-01:00"},
        {"SELECT Id FROM A WHERE D = 0000-01-01T00:00:00+01:00", "Invalid date: 0000-01-01T00:00:00+01:00"},
        {"SELECT Id FROM A WHERE D = LAST_N_DAYS", "Bind variables only allowed in Apex code"},
        {"SELECT Id FROM A WHERE D = TODAY:3", "Bind variables only allowed in Apex code"},
        {"SELECT Id FROM A WHERE N = 'a\\q'",
         "Invalid string literal 'a\\q'. Illegal character sequence '\\q' in string literal."},
        {"SELECT Id FROM A WHERE N = 'a\\_'",
         "Invalid string literal 'a\\_'. Illegal character sequence '\\_' in string literal."},
        {"SELECT Id FROM A WHERE N = '\\ud83d'",
         "Invalid string literal '\\ud83d'. Illegal character sequence '\\u' in string literal."},
        {"SELECT \xC3\x28 FROM A", "SOQL statements must be valid UTF-8"},
        {"SELECT \xC3\xA9t\xC3\xA9 FROM A", "line 1:7 no viable alternative at character '\xC3\xA9'"},
    }));
    CHECK(refusal(text) == sentence);
}

TEST_CASE("literals are decoded") {
    SECTION("text") {
        const auto [literal, meaning] = GENERATE(table<std::string, std::string>({
            {R"('plain')", "plain"},
            {R"('')", ""},
            {R"('it\'s \"q\" \\ \n\T\r')", "it's \"q\" \\ \n\t\r"},
            {R"('\u00e9\u20AC')", "\xC3\xA9\xE2\x82\xAC"},
            {R"('\uD83D\uDE00')", "\xF0\x9F\x98\x80"},
        }));
        CHECK(std::get<Text>(value_of(literal).literal).text == meaning);
    }
    SECTION("numbers keep their spelling") {
        const auto [literal, text] = GENERATE(table<std::string, std::string>(
            {{"5", "5"}, {"-1.50", "-1.50"}, {"+3", "3"}, {"1.39E8", "1.39E8"}, {".5", ".5"}}));
        CHECK(std::get<Number>(value_of(literal).literal).text == text);
    }
    SECTION("booleans and null") {
        CHECK(std::get<bool>(value_of("TRUE").literal));
        CHECK_FALSE(std::get<bool>(value_of("false").literal));
        CHECK(std::holds_alternative<Null>(value_of("Null").literal));
    }
    SECTION("dates and times are in UTC") {
        using namespace std::chrono;
        CHECK(std::get<Date>(value_of("2024-02-29").literal) == 2024y / 2 / 29);
        const sys_time<milliseconds> noon = sys_days(2024y / 1 / 1) + 12h;
        const std::string literal =
            GENERATE("2024-01-01T12:00:00Z", "2024-01-01T14:30:00+02:30", "2024-01-01T12:00:00.000Z",
                     "2023-12-31T22:00:00-14:00", "2024-01-01T12:00:00+0000");
        CHECK(std::get<DateTime>(value_of(literal).literal) == noon);
        CHECK(std::get<DateTime>(value_of("2024-01-01T12:00:00.1239Z").literal) == noon + 123ms);
        CHECK(std::get<Time>(value_of("23:30:00.000-01:00").literal) == 30min);
    }
    SECTION("date literals are ranges of calendar units") {
        const auto [literal, unit, first, last] = GENERATE(table<std::string, CalendarUnit, int, int>({
            {"TODAY", CalendarUnit::day, 0, 0},
            {"yesterday", CalendarUnit::day, -1, -1},
            {"LAST_90_DAYS", CalendarUnit::day, -90, 0},
            {"NEXT_90_DAYS", CalendarUnit::day, 1, 90},
            {"LAST_N_DAYS:7", CalendarUnit::day, -7, 0},
            {"NEXT_N_DAYS: 7", CalendarUnit::day, 1, 7},
            {"N_DAYS_AGO:7", CalendarUnit::day, -7, -7},
            {"LAST_WEEK", CalendarUnit::week, -1, -1},
            {"THIS_MONTH", CalendarUnit::month, 0, 0},
            {"NEXT_QUARTER", CalendarUnit::quarter, 1, 1},
            {"LAST_N_MONTHS:3", CalendarUnit::month, -3, -1},
            {"NEXT_N_YEARS:2", CalendarUnit::year, 1, 2},
            {"N_WEEKS_AGO:2", CalendarUnit::week, -2, -2},
            {"THIS_FISCAL_QUARTER", CalendarUnit::fiscal_quarter, 0, 0},
            {"LAST_N_FISCAL_YEARS:2", CalendarUnit::fiscal_year, -2, -1},
            {"N_FISCAL_QUARTERS_AGO:1", CalendarUnit::fiscal_quarter, -1, -1},
        }));
        const Value value = value_of(literal);
        const auto& range = std::get<RelativeDate>(value.literal);
        CHECK(range.unit == unit);
        CHECK(range.first == first);
        CHECK(range.last == last);
    }
    SECTION("money") {
        const auto [literal, amount] = GENERATE(table<std::string, std::string>(
            {{"USD5000", "5000"}, {"usd500.01", "500.01"}, {"USD-500", "-500"}, {"USD-5.5", "-5.5"}}));
        const Value value = value_of(literal);
        CHECK(std::get<Money>(value.literal).currency == "USD");
        CHECK(std::get<Money>(value.literal).amount == amount);
    }
}

TEST_CASE("a pattern keeps apart wildcards and the characters themselves") {
    const Query query = parsed(R"(SELECT Id FROM A WHERE N LIKE 'it\'s 50\% a\_b\\%_')");
    CHECK(std::get<Pattern>(std::get<Comparison>(query.where->node).right.literal).text == R"(it's 50\% a\_b\\%_)");
}

TEST_CASE("conditions keep their structure") {
    const Query query = parsed("SELECT Id FROM A WHERE a = 1 AND (b = 2 OR NOT c = 3) AND NOT (d = 4)");
    const Junction& all = junction(*query.where);
    REQUIRE(all.all);
    REQUIRE(all.terms.size() == 3);
    const Junction& any = junction(all.terms[1]);
    CHECK_FALSE(any.all);
    CHECK(std::holds_alternative<Negation>(any.terms[1].node));
    CHECK(std::holds_alternative<Comparison>(std::get<Negation>(all.terms[2].node).term->node));
}

TEST_CASE("nodes know where they stand in the text") {
    const std::string text = "SELECT Id, Owner.Name FROM Account WHERE Name = 'x' LIMIT 5";
    const Query query = parsed(text);
    const auto& owner = std::get<Path>(std::get<SelectedOperand>(query.select[1]).operand);
    CHECK(owner.offset == text.find("Owner"));
    CHECK(query.from[0].name.offset == text.find("Account"));
    const auto& comparison = std::get<Comparison>(query.where->node);
    CHECK(std::get<Path>(comparison.left).offset == text.find("Name ="));
    CHECK(comparison.right.offset == text.find("'x'"));
    CHECK(query.limit->offset == text.find('5'));
}

TEST_CASE("child queries go five levels down and no further") {
    const auto nested = [](int levels) {
        std::string text = "SELECT Id FROM A";
        for (int i = 0; i < levels; ++i) text = "SELECT Id, (" + text + ") FROM A";
        return text;
    };
    CHECK(refusal(nested(5)) == "accepted");
    CHECK_THAT(refusal(nested(6)), Catch::Contains("limited to 5 levels"));
}

TEST_CASE("deep nesting is an error, not a stack overflow") {
    const std::string opening = GENERATE("(", "NOT ", "(NOT (", "Id IN (SELECT Id FROM A WHERE ");
    std::string text = "SELECT Id FROM A WHERE ";
    while (text.size() + opening.size() < longest_query) text += opening;
    CHECK_THAT(refusal(text), Catch::Contains("too complicated"));
}

TEST_CASE("a query may be 100,000 characters long") {
    std::string text = "SELECT Id FROM A WHERE a = 1";
    while (text.size() + 9 <= longest_query) text += " OR a = 1";
    CHECK(refusal(text) == "accepted");
    text.resize(longest_query + 1, ' ');
    CHECK_THAT(refusal(text), Catch::Contains("cannot be longer than 100000"));
}
