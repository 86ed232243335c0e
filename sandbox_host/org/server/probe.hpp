#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace alysio::sandbox::org {

/// The body of a 200 answer to GET `target` on 127.0.0.1:`port`; nothing for anything else, at the latest after
/// `patience`.
std::optional<std::string> probe(std::uint16_t port, const std::string& target, std::chrono::milliseconds patience);

}  // namespace alysio::sandbox::org
