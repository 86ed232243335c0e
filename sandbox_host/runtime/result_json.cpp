#include "sandbox_host/runtime/result_json.hpp"

#include <alysio/base/json_depth.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::sandbox::runtime {

namespace {

// Front ends walk a result by recursion.
constexpr std::size_t deepest = 1'000;

bool is_line_or_tab(char c) {
    return c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

base::Result<std::string> result_json(std::string_view json) {
    if (json.size() > longest_result) {
        return base::Error{"The plugin's result has " + std::to_string(json.size()) + " bytes; a result may have " +
                           std::to_string(longest_result) + ", and what is larger belongs into a file."};
    }
    std::string line(json);
    const auto end = line.find_last_not_of(" \t\r\n");
    line.resize(end == std::string::npos ? 0 : end + 1);
    line.erase(0, line.find_first_not_of(" \t\r\n"));
    // JSON has these between its parts alone: inside a text they are an error.
    if (line.empty() || line.front() != '{' || base::nests_deeper_than(deepest, line) ||
        !nlohmann::json::accept(line)) {
        return base::Error{"The plugin's result is no JSON object."};
    }
    std::erase_if(line, is_line_or_tab);
    return line;
}

}  // namespace alysio::sandbox::runtime
