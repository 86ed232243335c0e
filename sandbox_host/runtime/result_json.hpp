#pragma once

#include <alysio/base/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace alysio::sandbox::runtime {

/// More than any front end could show, and less than what would crowd out other calls.
constexpr std::size_t longest_result = 16u << 20;

/// A plugin's result as every front end may pass it on: one JSON object on one line. Line breaks and tabs between its
/// parts are taken out, since to whoever reads line by line they would end a message and begin another.
base::Result<std::string> result_json(std::string_view json);

}  // namespace alysio::sandbox::runtime
