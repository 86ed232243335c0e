#pragma once

#include "sandbox_host/cli/text/terminal.hpp"
#include "sandbox_host/services/exchange_log.hpp"

#include <string>

namespace alysio::sandbox::cli {

/// "GET /query?q=SELECT Id FROM Account", as the plugin wrote it: not encoded, on one line.
std::string request_text(const services::ExchangeRecord& record);

/// The exchange on one line: the request, how it was answered, how much came, how long it took. The request is cut
/// where the line would not fit. `attempt`: how often the plugin has asked the same in this call.
std::string exchange_line(const services::ExchangeRecord& record, unsigned attempt, const Style& style);

/// Both bodies, as far as they are known, each on a line of its own; those that there are.
std::string exchange_bodies(const services::ExchangeRecord& record, const Style& style);

}  // namespace alysio::sandbox::cli
