#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace alysio::sandbox::cli {

// One HTTP request to what is below a loopback URL, and the JSON of its answer.
nlohmann::json ask(const std::string& url, const std::string& method, const std::string& path,
                   const std::string& body = "");

}  // namespace alysio::sandbox::cli
