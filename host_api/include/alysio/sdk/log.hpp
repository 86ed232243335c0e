#pragma once

#include "text.hpp"

#include <alysio/abi/host.h>

#include <concepts>
#include <cstdint>
#include <string_view>

namespace alysio::sdk {

/// One value beside a log message: `log(ALYSIO_LOG_INFO, "cache.hit", "…", {{"object", name}, {"age_s", 12}})`. Texts are
/// borrowed until the record is written.
struct LogField : alysio_log_field {
    LogField(std::string_view key, std::string_view value) : LogField(key, ALYSIO_LOG_TEXT) { text = str(value); }
    LogField(std::string_view key, const char* value) : LogField(key, std::string_view(value)) {}
    LogField(std::string_view key, std::integral auto value) : LogField(key, ALYSIO_LOG_INTEGER) {
        integer = static_cast<int64_t>(value);
    }
    LogField(std::string_view key, std::floating_point auto value) : LogField(key, ALYSIO_LOG_REAL) {
        real = static_cast<double>(value);
    }

    /// Personal data: the host may hash or drop the value.
    LogField&& sensitive() && {
        flags |= ALYSIO_LOG_SENSITIVE;
        return static_cast<LogField&&>(*this);
    }

  private:
    LogField(std::string_view key_text, alysio_log_kind field_kind)
        : alysio_log_field{str(key_text), field_kind, 0, 0, 0, {nullptr, 0}} {}
};
static_assert(sizeof(LogField) == sizeof(alysio_log_field), "an array of the one is an array of the other");

}  // namespace alysio::sdk
