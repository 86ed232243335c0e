#include "sandbox_host/cli/watch/prompt_command.hpp"

#include <alysio/base/text.hpp>

#include <array>
#include <tuple>
#include <utility>

namespace alysio::sandbox::cli {
namespace {

constexpr std::string_view blanks = " \t\r";

// The first word and the rest.
std::pair<std::string_view, std::string_view> split(std::string_view text) {
    const auto end = text.find_first_of(blanks);
    return end == text.npos ? std::pair{text, std::string_view()}
                            : std::pair{text.substr(0, end), base::trim(text.substr(end), blanks)};
}

constexpr std::array<std::pair<std::string_view, Key>, 9> keys{{{"", Key::repeat},
                                                                {"r", Key::repeat},
                                                                {"auto", Key::automatic},
                                                                {"b", Key::back},
                                                                {"t", Key::tools},
                                                                {"o", Key::output},
                                                                {"h", Key::help},
                                                                {"?", Key::help},
                                                                {"q", Key::quit}}};

}  // namespace

base::Result<PromptCommand> parse_prompt(std::string_view line) {
    const auto text = base::trim(line, blanks);
    for (const auto& [name, key] : keys) {
        if (text == name) return PromptCommand(key);
    }
    auto [tool, arguments] = split(text);
    const bool preview = tool == "d";
    if (preview) std::tie(tool, arguments) = split(arguments);
    if (tool.empty()) return base::Error{"which tool? Write d TOOL {…}"};
    return PromptCommand(StartCall{std::string(tool), std::string(arguments), preview});
}

std::string_view prompt_help() {
    return "TOOL {…}    calls a tool; a part of its name is enough where no other tool has it\n"
           "d TOOL {…}  shows what the call would change, and changes nothing\n"
           "r, Enter    repeats the last call\n"
           "auto        repeats it by itself after each reload; once more: no longer\n"
           "b           goes back to the build before\n"
           "t           lists the tools\n"
           "o           shows all that the last build said\n"
           "q, Ctrl-D   quits; Ctrl-C cancels what is running first\n";
}

}  // namespace alysio::sandbox::cli
