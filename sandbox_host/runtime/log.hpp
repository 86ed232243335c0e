#pragma once

#include <alysio/abi.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace alysio::sandbox::runtime {

struct LogField {
    std::string_view key;
    std::variant<std::int64_t, double, std::string_view> value;
    bool sensitive = false;
};

/// One record, borrowed until write() returns.
struct LogEntry {
    alysio_log_level level = ALYSIO_LOG_INFO;
    std::string_view source;  ///< the plugin's name, or the part of the host that speaks
    std::string_view event;   ///< short, stable, dotted
    std::string_view message;
    alysio_call call = 0;  ///< 0: no call is concerned
    std::span<const LogField> fields;
};

/// Where records go. Any thread; write() copies and does not block.
class Log {
  public:
    virtual ~Log() = default;
    virtual bool wants(alysio_log_level level) const noexcept = 0;
    virtual void write(const LogEntry& entry) noexcept = 0;
};

/// For hosts that keep no log.
class NoLog final : public Log {
  public:
    bool wants(alysio_log_level) const noexcept override { return false; }
    void write(const LogEntry&) noexcept override {}
};

}  // namespace alysio::sandbox::runtime
