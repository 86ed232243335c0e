#include "sandbox_host/services/stderr_log.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/utf8.hpp>
#include <alysio/base/visible.hpp>

#include <nlohmann/json.hpp>
#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <chrono>
#include <ctime>

namespace alysio::sandbox::services {

namespace {

using runtime::LogEntry;
using runtime::LogField;

constexpr std::array<std::string_view, 5> level_names = {"trace", "debug", "info", "warn", "error"};
constexpr std::string_view hidden = "(hidden)";

std::string_view level_name(alysio_log_level level) {
    return level_names[std::min(level, ALYSIO_LOG_ERROR)];
}

std::string now() {
    const auto time = std::chrono::system_clock::now();
    const auto seconds = std::chrono::time_point_cast<std::chrono::seconds>(time);
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(time - seconds).count();
    const auto clock = std::chrono::system_clock::to_time_t(seconds);
    std::tm utc{};
    gmtime_r(&clock, &utc);
    char text[40];
    const auto size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    std::snprintf(text + size, sizeof text - size, ".%03dZ", static_cast<int>(millis));
    return text;
}

// As JSON writes it, so that a reader of JSON finds the character itself.
void append_escaped(char32_t code, std::string& out) {
    const auto append_unit = [&out](char32_t unit) {
        out += "\\u";
        for (const unsigned shift : {12U, 8U, 4U, 0U}) out += base::hex_digits[unit >> shift & 15];
    };
    if (code < 0x10000) return append_unit(code);
    append_unit(0xD800 + ((code - 0x10000) >> 10));
    append_unit(0xDC00 + ((code - 0x10000) & 0x3FF));
}

std::string text_value(const LogField& field) {
    if (field.sensitive) return std::string(hidden);
    if (const auto* integer = std::get_if<std::int64_t>(&field.value)) return std::to_string(*integer);
    if (const auto* real = std::get_if<double>(&field.value)) {
        char text[32];
        std::snprintf(text, sizeof text, "%.17g", *real);
        return text;
    }
    const auto text = printable(std::get<std::string_view>(field.value));
    const bool plain = !text.empty() && text.find_first_of(" =\"") == std::string::npos;
    return plain ? text : nlohmann::json(text).dump();
}

std::string text_line(const LogEntry& entry, std::string_view time) {
    std::string line(time);
    line += " " + std::string(level_name(entry.level)) + " " + printable(entry.source) + " " + printable(entry.event) +
            ": " + printable(entry.message);
    if (entry.call != 0) line += " call=" + std::to_string(entry.call);
    for (const auto& field : entry.fields) line += " " + printable(field.key) + "=" + text_value(field);
    return line;
}

nlohmann::json json_value(const LogField& field) {
    if (field.sensitive) return hidden;
    if (const auto* integer = std::get_if<std::int64_t>(&field.value)) return *integer;
    if (const auto* real = std::get_if<double>(&field.value)) return *real;
    return std::get<std::string_view>(field.value);
}

std::string json_line(const LogEntry& entry, std::string_view time) {
    nlohmann::ordered_json line;
    line["time"] = time;
    line["level"] = level_name(entry.level);
    line["source"] = entry.source;
    line["event"] = entry.event;
    line["message"] = entry.message;
    if (entry.call != 0) line["call"] = entry.call;
    // A plugin names its fields as it likes; the names above stay what they are.
    for (const auto& field : entry.fields) line.emplace(std::string(field.key), json_value(field));
    const auto raw = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::string visible;
    base::read_visibly(
        raw, [&](std::string_view bytes) { visible += bytes; },
        [&](char32_t code, unsigned char) { append_escaped(code, visible); });
    return visible;
}

class SpdLog final : public runtime::Log {
  public:
    SpdLog(alysio_log_level least, LogFormat format) : least_(least), format_(format) {
        auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
        logger_ = std::make_shared<spdlog::async_logger>("alysio", std::move(sink), threads_,
                                                         spdlog::async_overflow_policy::overrun_oldest);
        logger_->set_level(spdlog::level::trace);
        logger_->set_pattern("%v");
    }

    bool wants(alysio_log_level level) const noexcept override { return level >= least_; }

    void write(const LogEntry& entry) noexcept override {
        if (!wants(entry.level)) return;
        try {
            logger_->log(spdlog::level::info, spdlog::string_view_t(log_line(entry, now(), format_)));
        } catch (...) {
            // A record that finds no memory is lost, as one that finds no room.
        }
    }

  private:
    const alysio_log_level least_;
    const LogFormat format_;
    // Records on their way to the terminal. spdlog sets the room for all of them aside: 400 bytes each.
    static constexpr std::size_t queue = 1'024;
    std::shared_ptr<spdlog::details::thread_pool> threads_ = std::make_shared<spdlog::details::thread_pool>(queue, 1);
    std::shared_ptr<spdlog::async_logger> logger_;
};

}  // namespace

std::string printable(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    base::read_visibly(
        text, [&](std::string_view bytes) { line += bytes; },
        [&](char32_t code, unsigned char byte) {
            if (code == '\n' || code == '\t') {
                line += code == '\n' ? "\\n" : "\\t";
            } else {
                append_escaped(code == base::utf8::replacement ? byte : code, line);
            }
        });
    return line;
}

std::string log_line(const LogEntry& entry, std::string_view time, LogFormat format) {
    return format == LogFormat::json ? json_line(entry, time) : text_line(entry, time);
}

std::shared_ptr<runtime::Log> stderr_log(alysio_log_level least, LogFormat format) {
    return std::make_shared<SpdLog>(least, format);
}

}  // namespace alysio::sandbox::services
