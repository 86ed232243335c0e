#pragma once

#include <string>
#include <vector>

namespace alysio::sandbox::cli {

/// What the command line is made of, in words: help, man page and completions are written from this.
struct OptionText {
    std::vector<std::string> names;  ///< "--plugin", or of an argument "TOOL"
    std::string value;               ///< "FILE"; empty: it takes none
    std::string text;
    std::vector<std::string> choices;  ///< all that it may be; empty: anything
    bool required = false;
    bool repeats = false;
};

struct CommandText {
    std::string name;
    std::string text;
    std::vector<OptionText> arguments;
    std::vector<OptionText> options;
    std::string examples;  ///< a line each; may be empty
};

struct ProgramText {
    std::string name;
    std::string version;
    std::string text;
    std::vector<CommandText> commands;
    std::vector<OptionText> options;  ///< of all commands
};

}  // namespace alysio::sandbox::cli
