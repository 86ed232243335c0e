#include "sandbox_host/org/time/datetime.hpp"

#include <alysio/base/text.hpp>

#include <cstdint>

namespace alysio::sandbox::org {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hh_mm_ss;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

std::string padded(std::int64_t number, std::size_t width) {
    std::string digits = std::to_string(number);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

std::string padded(unsigned number) {
    return padded(std::int64_t{number}, 2);
}

template <class Duration>
std::string clock_face(hh_mm_ss<Duration> time) {
    return padded(time.hours().count(), 2) + ':' + padded(time.minutes().count(), 2) + ':' +
           padded(time.seconds().count(), 2);
}

// Reads a text from left to right; once something does not fit, it stays failed.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    int digits(std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!at_digit()) return failed_ = true, 0;
            value = value * 10 + (rest_[0] - '0');
            rest_.remove_prefix(1);
        }
        return value;
    }
    bool skip(std::string_view expected) {
        if (rest_.substr(0, expected.size()) != expected) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }
    void expect(std::string_view expected) { failed_ |= !skip(expected); }
    void fail() { failed_ = true; }
    bool at_digit() const { return !rest_.empty() && base::is_digit(rest_[0]); }
    bool at_end() const { return rest_.empty(); }
    bool ok() const { return !failed_; }
    bool done() const { return !failed_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool failed_ = false;
};

year_month_day read_date(Scanner& scan) {
    const int year = scan.digits(4);
    scan.expect("-");
    const int month = scan.digits(2);
    scan.expect("-");
    const int day = scan.digits(2);
    const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day))};
    // Salesforce's own limits for a date.
    if (!date.ok() || year < 1700 || year > 4000) scan.fail();
    return date;
}

milliseconds read_time(Scanner& scan, bool seconds_may_lack) {
    const int hour = scan.digits(2);
    scan.expect(":");
    const int minute = scan.digits(2);
    int second = 0;
    int fraction = 0;
    if (scan.skip(":")) {
        second = scan.digits(2);
    } else if (!seconds_may_lack) {
        scan.fail();
    }
    if (scan.skip(".")) {
        int scale = 100;
        if (!scan.at_digit()) scan.fail();
        for (; scan.at_digit(); scale /= 10) fraction += scan.digits(1) * scale;
    }
    if (hour > 23 || minute > 59 || second > 59) scan.fail();
    return hours(hour) + minutes(minute) + seconds(second) + milliseconds(fraction);
}

minutes read_offset(Scanner& scan) {
    if (scan.at_end() || scan.skip("Z")) return minutes(0);
    const bool west = scan.skip("-");
    if (!west) scan.expect("+");
    const int hour = scan.digits(2);
    scan.skip(":");
    const int minute = scan.digits(2);
    if (hour > 14 || minute > 59) scan.fail();
    const minutes offset = hours(hour) + minutes(minute);
    return west ? -offset : offset;
}

}  // namespace

std::string format_datetime(Instant instant) {
    const auto day = floor<days>(instant);
    const hh_mm_ss time(instant - day);
    return format_date(year_month_day(day)) + 'T' + clock_face(time) + '.' + padded(time.subseconds().count(), 3) +
           "+0000";
}

std::string format_date(year_month_day date) {
    return padded(static_cast<int>(date.year()), 4) + '-' + padded(static_cast<unsigned>(date.month())) + '-' +
           padded(static_cast<unsigned>(date.day()));
}

std::optional<year_month_day> parse_date(std::string_view text) {
    Scanner scan(text);
    const year_month_day date = read_date(scan);
    if (!scan.done()) return std::nullopt;
    return date;
}

std::optional<Instant> parse_datetime(std::string_view text) {
    Scanner scan(text);
    const year_month_day date = read_date(scan);
    milliseconds time{};
    if (scan.ok() && !scan.at_end()) {
        scan.expect("T");
        time = read_time(scan, false);
        time -= read_offset(scan);
    }
    if (!scan.done()) return std::nullopt;
    return Instant(sys_days(date)) + time;
}

std::optional<std::string> normalised_time(std::string_view text) {
    Scanner scan(text);
    if (!text.empty() && text.back() == 'Z') scan = Scanner(text.substr(0, text.size() - 1));
    const milliseconds time = read_time(scan, true);
    if (!scan.done()) return std::nullopt;
    return format_datetime(Instant(time)).substr(11, 12) + "Z";
}

}  // namespace alysio::sandbox::org
