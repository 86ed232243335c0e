#include <alysio/base/calendar.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <limits>

using namespace alysio::base;

TEST_CASE("known days have their number and their day of the week") {
    struct Known {
        CivilDate date;
        Days day;
        int weekday;
    };
    const auto known = GENERATE(values<Known>({
        {{1970, 1, 1}, 0, 4},
        {{1969, 12, 31}, -1, 3},
        {{1970, 1, 2}, 1, 5},
        {{2000, 2, 29}, 11'016, 2},
        {{2000, 3, 1}, 11'017, 3},
        {{1999, 12, 31}, 10'956, 5},
        {{2026, 12, 1}, 20'788, 2},
        {{2038, 1, 19}, 24'855, 2},
        {{1900, 2, 28}, -25'509, 3},
        {{1900, 3, 1}, -25'508, 4},
        {{1582, 10, 15}, -141'427, 5},
        {{1, 1, 1}, -719'162, 1},
        {{0, 3, 1}, -719'468, 3},
        {{0, 1, 1}, -719'528, 6},
        {{-1, 12, 31}, -719'529, 5},
        {{-400, 2, 29}, -865'566, 2},
        {{9999, 12, 31}, 2'932'896, 5},
    }));
    INFO(known.date.year << " " << known.date.month << " " << known.date.day);
    CHECK(days_of(known.date) == known.day);
    CHECK(civil_of(known.day) == known.date);
    CHECK(weekday_of(known.day) == known.weekday);
}

TEST_CASE("every day of eight hundred years agrees with the standard library's calendar") {
    using namespace std::chrono;
    const auto first = sys_days(year(1600) / 1 / 1);
    const auto end = sys_days(year(2400) / 1 / 1);
    bool agrees = true;
    for (auto day = first; day < end; day += days(1)) {
        const year_month_day date(day);
        const Days number = day.time_since_epoch().count();
        const CivilDate civil{static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                              static_cast<int>(static_cast<unsigned>(date.day()))};
        agrees = agrees && days_of(civil) == number && civil_of(number) == civil &&
                 weekday_of(number) == static_cast<int>(weekday(day).c_encoding()) && is_valid(civil);
    }
    CHECK(agrees);
}

TEST_CASE("February has 29 days in leap years") {
    const auto [year, leap] = GENERATE(table<int, bool>({{2024, true},
                                                         {2026, false},
                                                         {2000, true},
                                                         {1900, false},
                                                         {2100, false},
                                                         {0, true},
                                                         {-4, true},
                                                         {-100, false}}));
    INFO(year);
    CHECK(is_leap_year(year) == leap);
    CHECK(days_in_month(year, 2) == (leap ? 29 : 28));
}

TEST_CASE("months have as many days as on the knuckles") {
    int days = 0;
    for (int month = 1; month <= 12; ++month) days += days_in_month(2026, month);
    CHECK(days == 365);
    CHECK(days_in_month(2026, 1) == 31);
    CHECK(days_in_month(2026, 4) == 30);
    CHECK(days_in_month(2026, 7) == 31);
    CHECK(days_in_month(2026, 8) == 31);
    CHECK(days_in_month(2026, 12) == 31);
}

TEST_CASE("a date that does not exist is not valid") {
    CHECK(is_valid({2024, 2, 29}));
    CHECK(is_valid({0, 1, 1}));
    const auto date = GENERATE(values<CivilDate>({{2026, 2, 29},
                                                  {2026, 0, 1},
                                                  {2026, 13, 1},
                                                  {2026, -1, 1},
                                                  {2026, 1, 0},
                                                  {2026, 1, 32},
                                                  {2026, 4, 31},
                                                  {2026, 1, -1},
                                                  {1900, 2, 29}}));
    CHECK_FALSE(is_valid(date));
}

TEST_CASE("division rounds down, also below zero") {
    const auto [number, by, rounded] =
        GENERATE(table<std::int64_t, std::int64_t, std::int64_t>({{7, 2, 3},
                                                                  {-7, 2, -4},
                                                                  {-8, 2, -4},
                                                                  {0, 5, 0},
                                                                  {-1, 86'400, -1},
                                                                  {-86'400, 86'400, -1},
                                                                  {-86'401, 86'400, -2}}));
    CHECK(floor_divide(number, by) == rounded);
    CHECK(floor_divide(std::numeric_limits<std::int64_t>::min(), 2) == std::numeric_limits<std::int64_t>::min() / 2);
}
