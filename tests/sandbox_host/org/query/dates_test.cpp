#include "org.hpp"
#include "sandbox_host/org/query/calendar.hpp"
#include "sandbox_host/org/time/datetime.hpp"
#include "sandbox_host/soql/words.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using alysio::sandbox::org::testing::QueryOrg;
using namespace std::chrono_literals;
namespace soql = alysio::sandbox::soql;

namespace {

std::string shown(std::chrono::local_days day) {
    return format_date(std::chrono::year_month_day(std::chrono::sys_days(day.time_since_epoch())));
}

soql::RelativeDate literal(const std::string& text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) return *soql::relative_date(text, std::nullopt);
    return *soql::relative_date(text.substr(0, colon), std::stoll(text.substr(colon + 1)));
}

std::chrono::sys_seconds instant(const std::string& text) {
    return std::chrono::floor<std::chrono::seconds>(parse_datetime(text).value());
}

std::string hour(std::chrono::sys_seconds at) {
    return format_datetime(at).substr(0, 16);
}

}  // namespace

TEST_CASE("every date literal is a range of days") {
    // Monday, 23 November 2026
    const auto [text, first, last] = GENERATE(table<std::string, std::string, std::string>({
        {"YESTERDAY", "2026-11-22", "2026-11-22"},
        {"TODAY", "2026-11-23", "2026-11-23"},
        {"TOMORROW", "2026-11-24", "2026-11-24"},
        {"LAST_WEEK", "2026-11-15", "2026-11-21"},
        {"THIS_WEEK", "2026-11-22", "2026-11-28"},
        {"NEXT_WEEK", "2026-11-29", "2026-12-05"},
        {"LAST_MONTH", "2026-10-01", "2026-10-31"},
        {"THIS_MONTH", "2026-11-01", "2026-11-30"},
        {"NEXT_MONTH", "2026-12-01", "2026-12-31"},
        {"LAST_90_DAYS", "2026-08-25", "2026-11-23"},
        {"NEXT_90_DAYS", "2026-11-24", "2027-02-21"},
        {"LAST_N_DAYS:1", "2026-11-22", "2026-11-23"},
        {"LAST_N_DAYS:0", "2026-11-23", "2026-11-23"},
        {"NEXT_N_DAYS:1", "2026-11-24", "2026-11-24"},
        {"N_DAYS_AGO:23", "2026-10-31", "2026-10-31"},
        {"LAST_N_WEEKS:2", "2026-11-08", "2026-11-21"},
        {"NEXT_N_WEEKS:1", "2026-11-29", "2026-12-05"},
        {"N_WEEKS_AGO:2", "2026-11-08", "2026-11-14"},
        {"LAST_N_MONTHS:11", "2025-12-01", "2026-10-31"},
        {"NEXT_N_MONTHS:2", "2026-12-01", "2027-01-31"},
        {"N_MONTHS_AGO:11", "2025-12-01", "2025-12-31"},
        {"THIS_QUARTER", "2026-10-01", "2026-12-31"},
        {"LAST_QUARTER", "2026-07-01", "2026-09-30"},
        {"NEXT_QUARTER", "2027-01-01", "2027-03-31"},
        {"LAST_N_QUARTERS:4", "2025-10-01", "2026-09-30"},
        {"NEXT_N_QUARTERS:2", "2027-01-01", "2027-06-30"},
        {"N_QUARTERS_AGO:4", "2025-10-01", "2025-12-31"},
        {"THIS_YEAR", "2026-01-01", "2026-12-31"},
        {"LAST_YEAR", "2025-01-01", "2025-12-31"},
        {"NEXT_YEAR", "2027-01-01", "2027-12-31"},
        {"LAST_N_YEARS:2", "2024-01-01", "2025-12-31"},
        {"NEXT_N_YEARS:2", "2027-01-01", "2028-12-31"},
        {"N_YEARS_AGO:2", "2024-01-01", "2024-12-31"},
        {"THIS_FISCAL_QUARTER", "2026-11-01", "2027-01-31"},
        {"LAST_FISCAL_QUARTER", "2026-08-01", "2026-10-31"},
        {"NEXT_FISCAL_QUARTER", "2027-02-01", "2027-04-30"},
        {"LAST_N_FISCAL_QUARTERS:2", "2026-05-01", "2026-10-31"},
        {"NEXT_N_FISCAL_QUARTERS:1", "2027-02-01", "2027-04-30"},
        {"N_FISCAL_QUARTERS_AGO:1", "2026-08-01", "2026-10-31"},
        {"THIS_FISCAL_YEAR", "2026-02-01", "2027-01-31"},
        {"LAST_FISCAL_YEAR", "2025-02-01", "2026-01-31"},
        {"NEXT_FISCAL_YEAR", "2027-02-01", "2028-01-31"},
        {"LAST_N_FISCAL_YEARS:1", "2025-02-01", "2026-01-31"},
        {"NEXT_N_FISCAL_YEARS:1", "2027-02-01", "2028-01-31"},
        {"N_FISCAL_YEARS_AGO:2", "2024-02-01", "2025-01-31"},
        {"N_YEARS_AGO:999999", "0001-01-01", "0000-12-31"},
    }));
    INFO(text);
    const TimeZone utc;
    const DayRange days = days_of(literal(text), {utc, instant("2026-11-23T12:00:00Z"), 2, 0});
    CHECK(shown(days.first) == first);
    CHECK(shown(days.end - std::chrono::days(1)) == last);
}

TEST_CASE("a week starts where the org says") {
    const TimeZone utc;
    const DayRange days = days_of(literal("THIS_WEEK"), {utc, instant("2026-11-22T12:00:00Z"), 1, 1});
    CHECK(shown(days.first) == "2026-11-16");
}

TEST_CASE("today is the user's day") {
    const auto zone = *TimeZone::load("Pacific/Auckland");
    CHECK(shown(days_of(literal("TODAY"), {zone, instant("2026-11-23T12:00:00Z"), 1, 0}).first) == "2026-11-24");
}

TEST_CASE("clocks of a zone are known before, in and after daylight saving time") {
    const auto [name, at, minutes] = GENERATE(table<std::string, std::string, int>({
        {"Europe/Berlin", "2026-03-29T00:59:59Z", 60},
        {"Europe/Berlin", "2026-03-29T01:00:00Z", 120},
        {"Europe/Berlin", "2026-10-25T00:59:59Z", 120},
        {"Europe/Berlin", "2026-10-25T01:00:00Z", 60},
        {"America/New_York", "2026-07-01T00:00:00Z", -240},
        {"America/New_York", "2100-07-01T00:00:00Z", -240},
        {"America/New_York", "2100-12-01T00:00:00Z", -300},
        {"Australia/Sydney", "2100-01-01T00:00:00Z", 660},
        {"Australia/Sydney", "2100-07-01T00:00:00Z", 600},
        {"Asia/Kolkata", "2026-01-01T00:00:00Z", 330},
        {"America/Sao_Paulo", "2018-12-01T00:00:00Z", -120},
        {"UTC", "2026-01-01T00:00:00Z", 0},
    }));
    INFO(name << " " << at);
    const auto zone = TimeZone::load(name);
    REQUIRE(zone);
    CHECK(zone->offset(instant(at)) == std::chrono::minutes(minutes));
}

TEST_CASE("Berlin's July is two hours ahead of UTC in 2040 too, when the database lists no more changes") {
    const auto zone = TimeZone::load("Europe/Berlin");
    REQUIRE(zone);
    CHECK(zone->offset(instant("2037-07-01T00:00:00Z")) == 2h);
    CHECK(zone->offset(instant("2040-07-01T00:00:00Z")) == 2h);
    CHECK(zone->offset(instant("2040-12-01T00:00:00Z")) == 1h);
}

TEST_CASE("the rule behind the last change that the database lists is followed") {
    const auto [name, at, minutes] = GENERATE(table<std::string, std::string, int>({
        {"Europe/Berlin", "2040-03-25T00:59:59Z", 60},
        {"Europe/Berlin", "2040-03-25T01:00:00Z", 120},
        {"Europe/Berlin", "4000-07-01T00:00:00Z", 120},
        {"America/New_York", "2040-03-11T06:59:59Z", -300},
        {"America/New_York", "2040-03-11T07:00:00Z", -240},
        {"Australia/Lord_Howe", "2100-12-31T23:00:00Z", 660},  // half an hour of summer, over the new year
        {"Australia/Lord_Howe", "2100-07-01T00:00:00Z", 630},
        {"Europe/Dublin", "2100-12-01T00:00:00Z", 0},  // where winter is the exception
        {"Europe/Dublin", "2100-07-01T00:00:00Z", 60},
        {"America/Sao_Paulo", "2100-12-31T23:00:00Z", -180},  // no summer time any more
    }));
    INFO(name << " " << at);
    CHECK(TimeZone::load(name)->offset(instant(at)) == std::chrono::minutes(minutes));
}

TEST_CASE("clocks of a zone are known before 1970, down to the sun's own time") {
    const auto [name, at, seconds] = GENERATE(table<std::string, std::string, int>({
        {"Europe/Berlin", "1945-07-01T00:00:00Z", 10'800},  // double summer time
        {"Europe/Berlin", "1950-07-01T00:00:00Z", 3'600},
        {"Europe/Berlin", "1850-01-01T00:00:00Z", 3'208},
        {"America/New_York", "1800-01-01T00:00:00Z", -17'762},
        {"Asia/Kolkata", "1943-01-01T00:00:00Z", 23'400},
        {"UTC", "1900-01-01T00:00:00Z", 0},
    }));
    INFO(name << " " << at);
    CHECK(TimeZone::load(name)->offset(instant(at)) == std::chrono::seconds(seconds));
}

TEST_CASE("local times become instants, also when clocks skip or repeat them") {
    const auto [name, local, utc] = GENERATE(table<std::string, std::string, std::string>({
        {"Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-28T23:00"},
        {"Europe/Berlin", "2026-03-30T00:00:00Z", "2026-03-29T22:00"},
        {"Europe/Berlin", "2026-03-29T02:30:00Z", "2026-03-29T01:30"},
        {"Europe/Berlin", "2026-10-25T02:30:00Z", "2026-10-25T00:30"},
        {"America/Sao_Paulo", "2018-11-04T00:00:00Z", "2018-11-04T03:00"},
    }));
    const std::chrono::local_seconds clock(instant(local).time_since_epoch());
    CHECK(hour(TimeZone::load(name)->to_utc(clock)) == utc);
}

TEST_CASE("what is no zone is not read") {
    const char* name = GENERATE("", "Mars/Olympus", "../../../etc/passwd", "/etc/passwd", "Europe",
                                "Europe/../../../etc/passwd", "Fixed/UTC+05:00:00", "zone.tab", ":UTC");
    CHECK_FALSE(TimeZone::load(name));
    CHECK(TimeZones().find(name).offset({}) == 0s);
}

TEST_CASE("date literals compare as ranges, in the user's zone") {
    QueryOrg org;
    const auto at = [&](const std::string& account, const std::string& created) {
        org.execute("UPDATE Account SET CreatedDate = '" + created + "' WHERE Name = '" + account + "'");
    };
    // Berlin is an hour ahead of UTC; now is 23 November 2026, 13:00 there.
    at("Acme", "2026-11-22T22:59:59.999+0000");
    at("Beta", "2026-11-22T23:00:00.000+0000");
    at("Gamma", "2026-11-23T22:59:59.999+0000");
    at("Delta 50%", "2026-11-23T23:00:00.000+0000");
    at("Élan_x", "2020-01-01T00:00:00.000+0000");
    const auto [where, names] = GENERATE(table<std::string, std::string>({
        {"CreatedDate = TODAY", "Beta, Gamma"},
        {"CreatedDate != TODAY", "Acme, Delta 50%, Élan_x"},
        {"CreatedDate < TODAY", "Acme, Élan_x"},
        {"CreatedDate <= TODAY", "Acme, Beta, Gamma, Élan_x"},
        {"CreatedDate > TODAY", "Delta 50%"},
        {"CreatedDate >= TODAY", "Beta, Delta 50%, Gamma"},
        {"CreatedDate IN (TODAY, YESTERDAY)", "Acme, Beta, Gamma"},
        {"CreatedDate NOT IN (TODAY, YESTERDAY)", "Delta 50%, Élan_x"},
        {"CreatedDate = N_YEARS_AGO:6", "Élan_x"},
    }));
    INFO(where);
    CHECK(org.column("SELECT Name FROM Account WHERE " + where + " ORDER BY Name") == names);
}

TEST_CASE("a day of summer time begins an hour earlier in UTC") {
    QueryOrg org;
    org.context.now = *parse_datetime("2026-07-01T12:00:00Z");
    org.execute("UPDATE Account SET CreatedDate = '2026-06-30T22:00:00.000+0000' WHERE Name = 'Acme'");
    org.execute("UPDATE Account SET CreatedDate = '2026-06-30T21:59:59.999+0000' WHERE Name = 'Beta'");
    CHECK(org.column("SELECT Name FROM Account WHERE CreatedDate = TODAY") == "Acme");
}

TEST_CASE("date fields compare with dates and literals") {
    const auto [where, names] = GENERATE(table<std::string, std::string>({
        {"CloseDate = 2026-03-31", "Big"},
        {"CloseDate > 2026-03-31", "Next, Small"},
        {"CloseDate = NEXT_YEAR", "Next"},
        {"CloseDate < THIS_MONTH", "Big, Small"},
        {"CloseDate = LAST_N_DAYS:237", "Big, Small"},
        {"CloseDate = LAST_N_DAYS:236", "Small"},
        {"CloseDate IN (2026-03-31, NEXT_YEAR, null)", "Big, Next"},
    }));
    QueryOrg org;
    INFO(where);
    CHECK(org.column("SELECT Name FROM Opportunity WHERE " + where + " ORDER BY Name") == names);
}

TEST_CASE("times of day compare as times") {
    QueryOrg org;
    org.execute("UPDATE Account SET Opens__c = '09:00:00.000Z' WHERE Name = 'Acme'");
    CHECK(org.column("SELECT Opens__c FROM Account WHERE Opens__c < 09:30:00.000Z", "Opens__c") == "09:00:00.000Z");
}
