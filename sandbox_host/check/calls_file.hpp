#pragma once

#include "sandbox_host/check/scripted_call.hpp"

#include <alysio/base/result.hpp>

#include <filesystem>
#include <vector>

namespace alysio::sandbox::check {

/// "bin/orders.so" -> "bin/orders.calls.json"
std::filesystem::path calls_beside(const std::filesystem::path& library);

/// The calls that an author gives; README.md describes the file.
base::Result<std::vector<ScriptedCall>> read_calls(const std::filesystem::path& file);

}  // namespace alysio::sandbox::check
