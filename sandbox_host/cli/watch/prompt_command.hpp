#pragma once

#include <alysio/base/result.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace alysio::sandbox::cli {

/// What a line at the prompt of `watch` asks for.
struct StartCall {
    std::string tool;
    std::string arguments;  ///< as typed; empty: none
    bool preview = false;
};
enum class Key { repeat, automatic, back, tools, output, help, quit };
using PromptCommand = std::variant<StartCall, Key>;

base::Result<PromptCommand> parse_prompt(std::string_view line);

/// The keys and what they do, a line each.
std::string_view prompt_help();

}  // namespace alysio::sandbox::cli
