#pragma once

#include "sandbox_host/runtime/log.hpp"

#include <alysio/abi.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace alysio::sandbox::services {

enum class LogFormat {
    text,  ///< 2026-11-23T18:50:16.123Z warn  http http.failed: The server's name … call=7 status=-24
    json,  ///< one object a line: time, level, source, event, message, call and the fields by their names
};

/// The host's log on stderr. Control characters are escaped, sensitive values are not shown. Records are copied and
/// written by a thread of its own; where that cannot keep up, the oldest are lost rather than anybody held up.
std::shared_ptr<runtime::Log> stderr_log(alysio_log_level least, LogFormat format);

/// One line of the log, without its end.
std::string log_line(const runtime::LogEntry& entry, std::string_view time, LogFormat format);

/// As it is, with what is hidden (base/visible.hpp) and damaged UTF-8 written as \uXXXX.
std::string printable(std::string_view text);

}  // namespace alysio::sandbox::services
