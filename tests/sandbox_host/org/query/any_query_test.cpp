#include "org.hpp"

#include <catch2/catch.hpp>

namespace any_query_test {

using alysio::sandbox::org::testing::QueryOrg;

namespace {

// A random query over the names of the test org: most of them make sense, many do not.
class Generator {
  public:
    explicit Generator(unsigned seed) : state_(seed * 2654435761U + 1U) {}

    std::string query() {
        const bool grouped = chance(3);
        const std::string object = pick({"Account", "Account", "Contact", "Opportunity", "Task", "User"});
        std::string text = "SELECT " + (grouped ? groups() : fields()) + " FROM " + object;
        if (chance(8)) text += " USING SCOPE mine";
        if (chance(2)) text += " WHERE " + condition(3);
        if (grouped && chance(2)) {
            const std::string keys = field() + ", " + pick({"Industry", "Owner.Name", "CALENDAR_YEAR(CreatedDate)"});
            text += " GROUP BY " + (chance(3) ? pick({"ROLLUP(", "CUBE("}) + keys + ")" : keys);
            if (chance(2)) text += " HAVING " + aggregate() + " > 0 AND " + aggregate() + " != null";
        }
        if (chance(2)) text += " ORDER BY " + (grouped ? aggregate() : field()) + pick({"", " DESC", " NULLS LAST"});
        if (chance(3)) text += " LIMIT " + pick({"0", "1", "3", "200"});
        if (chance(4)) text += " OFFSET 1";
        return text;
    }

  private:
    unsigned next(unsigned bound) {
        state_ = state_ * 1664525U + 1013904223U;
        return (state_ >> 8U) % bound;
    }
    bool chance(unsigned of) { return next(of) == 0; }
    std::string pick(std::initializer_list<const char*> choices) {
        return *(choices.begin() + next(static_cast<unsigned>(choices.size())));
    }
    std::string field() {
        return pick({"Id",
                     "Name",
                     "Industry",
                     "OwnerId",
                     "CreatedDate",
                     "Owner.Name",
                     "Owner.Manager.Name",
                     "Account.Name",
                     "Account.Parent.Owner.Email",
                     "NumberOfEmployees",
                     "AnnualRevenue",
                     "CloseDate",
                     "Amount",
                     "Who.Name",
                     "What.Type",
                     "Owner.Id",
                     "Vip__c",
                     "Tags__c",
                     "Code__c",
                     "Opens__c",
                     "BillingAddress",
                     "Description",
                     "toLabel(Industry)",
                     "Account.Vip__c",
                     "IsActive",
                     "Owner.IsActive"});
    }
    std::string aggregate() {
        return pick({"COUNT(Id)", "SUM(Amount)", "MAX(Name)", "MIN(CreatedDate)", "AVG(NumberOfEmployees)",
                     "COUNT_DISTINCT(Owner.Name)", "MIN(Account.Owner.Name)", "MAX(Opens__c)"});
    }
    std::string groups() {
        return aggregate() + ", " + aggregate() + " a" + (chance(2) ? ", Industry, GROUPING(Industry) g" : "");
    }
    std::string fields() {
        std::string text = "Id";
        for (unsigned i = next(5); i > 0; --i) text += ", " + field();
        if (chance(4)) text += ", (SELECT Id, Owner.Name FROM " + pick({"Contacts", "Opportunities", "Tasks"}) + ")";
        if (chance(6)) text += ", TYPEOF Who WHEN Contact THEN Email, Account.Name ELSE Name END";
        if (chance(9)) text = "FIELDS(STANDARD)";
        return text;
    }
    std::string value() {
        return pick({"null", "true", "7", "-1.5", "'Tech'", "''", "'a%'", "2026-03-31", "2026-05-01T07:25:37Z", "TODAY",
                     "LAST_N_DAYS:400", "NEXT_FISCAL_YEAR", "'001000000000001'", "09:00:00Z"});
    }
    std::string operand() {
        return chance(5) ? pick({"CALENDAR_MONTH(", "DAY_ONLY(", "HOUR_IN_DAY(", "WEEK_IN_YEAR("}) +
                               pick({"CreatedDate)", "convertTimezone(CreatedDate))", "CloseDate)"})
                         : field();
    }
    std::string condition(int depth) {
        switch (next(depth > 0 ? 8U : 5U)) {
            case 0:
                return operand() + " LIKE '%a_'";
            case 1:
                return operand() + pick({" IN (", " NOT IN ("}) + value() + ", " + value() + ")";
            case 2:
                return "Tags__c INCLUDES ('a;b', 'c')";
            case 5:
                return "(" + condition(depth - 1) + pick({" AND ", " OR "}) + condition(0) + ")";
            case 6:
                return "(NOT " + condition(depth - 1) + ")";
            case 7:
                return "Id IN (SELECT " + pick({"AccountId", "WhoId", "WhatId"}) + " FROM " +
                       pick({"Contact", "Opportunity", "Task"}) + ")";
            default:
                return operand() + pick({" = ", " != ", " < ", " >= "}) + value();
        }
    }

    unsigned state_;
};

}  // namespace

TEST_CASE("any query is answered with JSON or refused with a reason, and never fails in SQLite") {
    QueryOrg org;
    int answered = 0;
    for (unsigned seed = 0; seed < 20000; ++seed) {
        const std::string soql = Generator(seed).query();
        INFO(soql);
        const auto answer = org.queries.run(soql, org.context);
        if (answer) {
            ++answered;
            REQUIRE(nlohmann::json::accept(*answer));
        } else {
            // The limits of SQLite are out of reach of such short queries: this code would stand for wrong SQL.
            REQUIRE(answer.error().code != "QUERY_TOO_COMPLICATED");
            REQUIRE_FALSE(answer.error().message.empty());
        }
    }
    CHECK(answered > 1000);
}

}  // namespace any_query_test
