#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// The org's idea of now. It follows the system's clock until a test sets it; then it stands still.
class Clock {
  public:
    Instant now() const { return fixed_ ? *fixed_ : system_now(); }
    void set(Instant instant) { fixed_ = instant; }
    void follow_system() { fixed_.reset(); }
    static Instant system_now() {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }

  private:
    std::optional<Instant> fixed_;
};

/// "2026-05-01T07:25:37.000+0000", as stored and as on the wire.
std::string format_datetime(Instant instant);
/// "2026-05-01"
std::string format_date(std::chrono::year_month_day date);
/// "Fri, 01 May 2026 07:25:37 GMT"
std::string format_http_date(Instant instant);

/// YYYY-MM-DD of a date that exists.
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);
/// A date, or a date and time with seconds, an optional fraction and an optional offset (Z, +hh:mm, +hhmm; else UTC).
std::optional<Instant> parse_datetime(std::string_view text);
/// The preferred form of HTTP dates, in GMT.
std::optional<Instant> parse_http_date(std::string_view text);
/// hh:mm[:ss[.mmm]][Z] as "hh:mm:ss.mmmZ".
std::optional<std::string> normalised_time(std::string_view text);

}  // namespace alysio::sandbox::org
