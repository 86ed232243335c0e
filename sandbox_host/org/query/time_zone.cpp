#include "sandbox_host/org/query/time_zone.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace alysio::sandbox::org {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;
using std::chrono::weekday;
using std::chrono::year_month_day;

namespace {

constexpr std::string_view folder = "/usr/share/zoneinfo/";

bool is_zone_name(std::string_view name) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/";
    return !name.empty() && name.front() != '/' && name.find_first_not_of(allowed) == std::string_view::npos;
}

// Big-endian numbers of a TZif file. Past the end, everything is zero and the reader is no longer ok.
class Bytes {
  public:
    explicit Bytes(std::string_view rest) : rest_(rest) {}

    std::string_view take(std::size_t count) {
        ok_ = ok_ && count <= rest_.size();
        if (!ok_) return {};
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }
    std::int64_t number(std::size_t size) {
        std::uint64_t bits = 0;
        for (const char byte : take(size)) bits = (bits << 8U) | static_cast<unsigned char>(byte);
        return size == 4 ? static_cast<std::int32_t>(bits) : static_cast<std::int64_t>(bits);
    }
    std::size_t count() {
        const std::int64_t number = this->number(4);
        if (number < 0) ok_ = false;
        return ok_ ? static_cast<std::size_t>(number) : 0;
    }
    std::string_view rest() const { return rest_; }
    bool ok() const { return ok_; }

  private:
    std::string_view rest_;
    bool ok_ = true;
};

struct Header {
    char version = 0;
    std::size_t utc_flags = 0, standard_flags = 0, leap_seconds = 0, transitions = 0, types = 0, name_bytes = 0;

    static std::optional<Header> read(Bytes& bytes) {
        if (bytes.take(4) != "TZif") return std::nullopt;
        Header header;
        const std::string_view version = bytes.take(16);
        header.version = version.empty() ? '\0' : version.front();
        for (std::size_t* count : {&header.utc_flags, &header.standard_flags, &header.leap_seconds, &header.transitions,
                                   &header.types, &header.name_bytes})
            *count = bytes.count();
        return bytes.ok() ? std::optional(header) : std::nullopt;
    }
    std::size_t size(std::size_t time_size) const {
        return transitions * (time_size + 1) + types * 6 + name_bytes + leap_seconds * (time_size + 4) +
               standard_flags + utc_flags;
    }
};

}  // namespace

// POSIX TZ strings: "CET-1CEST,M3.5.0,M10.5.0/3". Their offsets count westwards.
class TimeZone::RuleReader {
  public:
    explicit RuleReader(std::string_view text) : rest_(text) {}

    std::optional<Rule> read() {
        Rule rule;
        name();
        rule.standard = -time();
        if (!rest_.empty()) {
            name();
            rule.summer = rest_.empty() || rest_.front() == ',' ? rule.standard + std::chrono::hours(1) : -time();
            const Turn begin = turn();
            const Turn end = turn();
            rule.summer_time = {begin, end};
        }
        return ok_ && rest_.empty() ? std::optional(rule) : std::nullopt;
    }

  private:
    bool skip(char expected) {
        if (rest_.empty() || rest_.front() != expected) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char expected) { ok_ = skip(expected) && ok_; }

    void name() {
        const bool quoted = skip('<');
        const std::size_t end = quoted ? rest_.find('>') : rest_.find_first_of("+-0123456789,");
        ok_ = ok_ && end != 0 && (!quoted || end != std::string_view::npos);
        rest_.remove_prefix(std::min(end, rest_.size()));
        if (quoted) expect('>');
    }

    int number() {
        int value = 0;
        std::size_t digits = 0;
        for (; digits < 4 && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++digits) {
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        ok_ = ok_ && digits > 0;
        return value;
    }

    seconds time() {
        const bool negative = skip('-');
        if (!negative) skip('+');
        seconds value = std::chrono::hours(number());
        if (skip(':')) value += std::chrono::minutes(number());
        if (skip(':')) value += seconds(number());
        return negative ? -value : value;
    }

    Turn turn() {
        Turn turn;
        expect(',');
        if (skip('M')) {
            turn.month = number();
            expect('.');
            turn.week = number();
            expect('.');
            turn.day = number();
            ok_ = ok_ && turn.month >= 1 && turn.month <= 12 && turn.week >= 1 && turn.week <= 5 && turn.day <= 6;
        } else {
            turn.kind = skip('J') ? Turn::Kind::DayOfYearWithoutLeap : Turn::Kind::DayOfYear;
            turn.day = number();
            ok_ = ok_ && turn.day <= 366;
        }
        if (skip('/')) turn.time = time();
        return turn;
    }

    std::string_view rest_;
    bool ok_ = true;
};

local_seconds TimeZone::Turn::in(std::chrono::year year) const {
    if (kind == Kind::WeekdayOfMonth) {
        const auto of_month = year / std::chrono::month(static_cast<unsigned>(month));
        const weekday on(static_cast<unsigned>(day));
        const local_days date = week == 5 ? local_days(of_month / on[std::chrono::last])
                                          : local_days(of_month / on[static_cast<unsigned>(week)]);
        return date + time;
    }
    const local_days first = local_days(year / std::chrono::January / 1);
    if (kind == Kind::DayOfYear) return first + days(day) + time;
    const bool after_leap_day = year.is_leap() && day >= 60;
    return first + days(day - 1 + (after_leap_day ? 1 : 0)) + time;
}

seconds TimeZone::Rule::offset(sys_seconds instant) const {
    if (!summer_time) return standard;
    const auto year = year_month_day(std::chrono::floor<days>(instant + standard)).year();
    const auto utc = [](local_seconds local, seconds offset) { return sys_seconds(local.time_since_epoch() - offset); };
    const sys_seconds begin = utc(summer_time->first.in(year), standard);
    const sys_seconds end = utc(summer_time->second.in(year), summer);
    // South of the equator summer goes over the new year.
    const bool is_summer = begin < end ? instant >= begin && instant < end : instant >= begin || instant < end;
    return is_summer ? summer : standard;
}

std::optional<TimeZone> TimeZone::load(std::string_view name) {
    if (!is_zone_name(name)) return std::nullopt;
    const std::string path = std::string(folder) += name;
    if (!std::filesystem::is_regular_file(path)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::optional<TimeZone> TimeZone::parse(std::string_view file) {
    Bytes bytes(file);
    std::optional<Header> header = Header::read(bytes);
    if (!header || header->version < '2') return std::nullopt;
    bytes.take(header->size(4));  // the same again, with times of 32 bits
    header = Header::read(bytes);
    if (!header || header->types == 0 || header->size(8) > bytes.rest().size()) return std::nullopt;

    TimeZone zone;
    for (std::size_t i = 0; i < header->transitions; ++i)
        zone.transitions_.push_back({sys_seconds(seconds(bytes.number(8))), {}});
    const std::string_view types_of_transitions = bytes.take(header->transitions);
    std::vector<seconds> offsets;
    for (std::size_t i = 0; i < header->types; ++i) {
        offsets.emplace_back(bytes.number(4));
        bytes.take(2);  // whether it is summer time, and its name
    }
    for (std::size_t i = 0; i < header->transitions; ++i) {
        const auto type = static_cast<unsigned char>(types_of_transitions[i]);
        if (type >= offsets.size()) return std::nullopt;
        zone.transitions_[i].offset = offsets[type];
    }
    zone.before_ = offsets.front();
    bytes.take(header->name_bytes + header->leap_seconds * 12 + header->standard_flags + header->utc_flags);

    std::string_view footer = bytes.rest();
    if (footer.size() > 2 && footer.front() == '\n') {
        footer.remove_prefix(1);
        zone.after_ = RuleReader(footer.substr(0, footer.find('\n'))).read();
    }
    return zone;
}

seconds TimeZone::offset(sys_seconds instant) const {
    const auto next = std::upper_bound(transitions_.begin(), transitions_.end(), instant,
                                       [](sys_seconds at, const Transition& transition) { return at < transition.at; });
    if (next == transitions_.end() && after_) return after_->offset(instant);
    return next == transitions_.begin() ? before_ : std::prev(next)->offset;
}

sys_seconds TimeZone::to_utc(local_seconds local) const {
    const sys_seconds about(local.time_since_epoch());
    const seconds earlier = offset(about - days(1));
    const seconds later = offset(about + days(1));
    const sys_seconds first = about - std::max(earlier, later);
    if (offset(first) == std::max(earlier, later)) return first;
    const sys_seconds second = about - std::min(earlier, later);
    if (offset(second) == std::min(earlier, later)) return second;
    return about - earlier;
}

const TimeZone& TimeZones::find(std::string_view name) {
    const auto found = loaded_.find(name);
    if (found != loaded_.end()) return found->second;
    return loaded_.emplace(name, TimeZone::load(name).value_or(TimeZone())).first->second;
}

}  // namespace alysio::sandbox::org
