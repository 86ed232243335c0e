#include "plugin/salesforce/calendar.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce;

TEST_CASE("Dates are read only when they are whole days that exist") {
    CHECK(read_date("1970-01-01") == 0);
    CHECK(read_date("2024-02-29") == 19'782);
    CHECK(to_date_text(19'782) == "2024-02-29");
    CHECK(to_date_text(-1) == "1969-12-31");
    CHECK_FALSE(read_date(
        GENERATE("", "2023-02-29", "2026-13-01", "2026-1-1", "2026-01-32", "01/02/2026", "2026-01-01T00:00:00Z")));
}

TEST_CASE("A datetime is told by its form, with and without offset") {
    const auto [text, form] = GENERATE(table<std::string, DatetimeForm>({
        {"2026-05-01T07:25:37.000+0000", DatetimeForm::with_offset},
        {"2026-05-01T07:25:37Z", DatetimeForm::with_offset},
        {"2026-05-01T07:25:37-05:00", DatetimeForm::with_offset},
        {"2026-05-01T07:25Z", DatetimeForm::with_offset},
        {"2026-05-01T07:25:37", DatetimeForm::without_offset},
        {"2026-05-01 07:25", DatetimeForm::without_offset},
        {"2026-05-01", DatetimeForm::none},
        {"next Friday", DatetimeForm::none},
        {"2026-05-01T25:00:00Z", DatetimeForm::none},
        {"2026-05-01T07:25:37ZZ", DatetimeForm::none},
    }));
    INFO(text);
    CHECK(datetime_form(text) == form);
}

TEST_CASE("Datetimes of different offsets name the same moment") {
    CHECK(read_datetime("2026-05-01T07:25:37.000+0000") == read_datetime("2026-05-01T02:25:37-05:00"));
}

TEST_CASE("A zone knows its offset before, at and after a change of clocks") {
    const auto [zone, moment, hours] = GENERATE(table<std::string, std::string, double>({
        {"America/New_York", "2026-03-08T06:59:59Z", -5},
        {"America/New_York", "2026-03-08T07:00:00Z", -4},
        {"America/New_York", "2026-11-01T05:59:59Z", -4},
        {"America/New_York", "2026-11-01T06:00:00Z", -5},
        {"Europe/Berlin", "2026-03-29T00:59:59Z", 1},
        {"Europe/Berlin", "2026-03-29T01:00:00Z", 2},
        {"Europe/Dublin", "2026-07-01T00:00:00Z", 1},
        {"Europe/Dublin", "2026-12-01T00:00:00Z", 0},
        {"Australia/Sydney", "2026-01-15T00:00:00Z", 11},
        {"Australia/Sydney", "2026-07-15T00:00:00Z", 10},
        {"Asia/Kolkata", "2026-07-15T00:00:00Z", 5.5},
        {"UTC", "2026-07-15T00:00:00Z", 0},
    }));
    INFO(zone << " " << moment);
    CHECK(static_cast<double>(TimeZone::named(zone)->offset_s(*read_datetime(moment))) == hours * 3600);
}

TEST_CASE("The day is the one on the user's wall") {
    const std::int64_t moment = *read_datetime("2026-11-24T02:00:00Z");
    CHECK(to_date_text(TimeZone::named("America/Los_Angeles")->day_at(moment)) == "2026-11-23");
    CHECK(to_date_text(TimeZone::named("Pacific/Auckland")->day_at(moment)) == "2026-11-24");
    CHECK(TimeZone::named("America/New_York")->with_offset("2026-07-01 09:00") == "2026-07-01T09:00:00-04:00");
    CHECK(TimeZone::named("America/New_York")->with_offset("2026-12-01") == "2026-12-01T09:00:00-05:00");
}

TEST_CASE("A zone that does not exist is none") {
    CHECK_FALSE(TimeZone::named(GENERATE("", "Mars/Olympus", "New_York", "#", "=")));
}
