#include "sandbox_host/cli/usage/completion.hpp"

namespace alysio::sandbox::cli {
namespace {

bool is_path(const OptionText& option) {
    return option.value == "FILE" || option.value == "DIR" || option.names.front() == "PLUGIN";
}

std::string words(const std::vector<std::string>& list) {
    std::string text;
    for (const auto& word : list) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> names_of(const std::vector<OptionText>& options) {
    std::vector<std::string> names;
    for (const auto& option : options) names.insert(names.end(), option.names.begin(), option.names.end());
    return names;
}

std::vector<std::string> first_argument(const CommandText& command) {
    return command.arguments.empty() ? std::vector<std::string>{} : command.arguments.front().choices;
}

// Inside of single quotes of any of the three shells.
std::string in_quotes(const std::string& text) {
    std::string safe = "'";
    for (const char c : text) safe += c == '\'' ? "\u2019" : std::string(1, c);
    return safe + '\'';
}

// In zsh's list of words, what stands behind a colon is shown.
std::string with_text(const std::string& word, const std::string& text) {
    std::string safe;
    for (const char c : word) safe += c == ':' ? "\\:" : std::string(1, c);
    return in_quotes(safe + ':' + text);
}

// The cases of what stands before the word at the cursor: options that take a value.
std::string bash_values(const std::vector<OptionText>& options) {
    std::string text;
    for (const auto& option : options) {
        if (option.value.empty()) continue;
        std::string names;
        for (const auto& name : option.names) names += (names.empty() ? "" : "|") + name;
        text += "        " + names + ") ";
        if (!option.choices.empty()) {
            text += "COMPREPLY=($(compgen -W " + in_quotes(words(option.choices)) + " -- \"$word\")); return ;;\n";
        } else if (is_path(option)) {
            text += "COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n";
        } else {
            text += "return ;;\n";
        }
    }
    return text;
}

}  // namespace

std::string bash_completion(const ProgramText& program) {
    std::string values = bash_values(program.options), cases, commands;
    for (const auto& command : program.commands) {
        commands += (commands.empty() ? "" : " ") + command.name;
        values += bash_values(command.options);
        auto all = first_argument(command);
        for (const auto& name : names_of(command.options)) all.push_back(name);
        cases += "        " + command.name + ") words=" + in_quotes(words(all)) + " ;;\n";
    }
    return "# bash completion of " + program.name +
           "\n_alysio_sandbox() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= words= i\n"
           "    COMPREPLY=()\n"
           "    case $before in\n" +
           values +
           "    esac\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        case \" " +
           commands +
           " \" in *\" ${COMP_WORDS[i]} \"*) command=${COMP_WORDS[i]}; break ;; esac\n"
           "    done\n"
           "    case $command in\n"
           "        '') words=" +
           in_quotes(commands) + " ;;\n" + cases +
           "    esac\n"
           "    COMPREPLY=($(compgen -W \"$words " +
           words(names_of(program.options)) +
           "\" -- \"$word\"))\n"
           "    ((${#COMPREPLY[@]})) || COMPREPLY=($(compgen -f -- \"$word\"))\n"
           "}\n"
           "complete -F _alysio_sandbox " +
           program.name + '\n';
}

std::string zsh_completion(const ProgramText& program) {
    std::string commands, cases, common;
    const auto option_words = [](const std::vector<OptionText>& options) {
        std::string text;
        for (const auto& option : options) {
            for (const auto& name : option.names) text += "            " + with_text(name, option.text) + '\n';
        }
        return text;
    };
    common = option_words(program.options);
    for (const auto& command : program.commands) {
        commands += "            " + with_text(command.name, command.text) + '\n';
        cases += "        " + command.name + ") words_here+=(\n" + option_words(command.options);
        for (const auto& choice : first_argument(command)) cases += "            " + in_quotes(choice) + '\n';
        cases += "            ) ;;\n";
    }
    std::string values;
    const auto add_values = [&values](const std::vector<OptionText>& options) {
        for (const auto& option : options) {
            if (option.value.empty()) continue;
            for (const auto& name : option.names) {
                values += "        " + name + ") " +
                          (!option.choices.empty() ? "compadd -- " + words(option.choices)
                           : is_path(option)       ? std::string("_files")
                                                   : "_message " + in_quotes(option.value)) +
                          "; return ;;\n";
            }
        }
    };
    add_values(program.options);
    for (const auto& command : program.commands) add_values(command.options);
    return "#compdef " + program.name +
           "\n_alysio_sandbox() {\n"
           "    local -a words_here commands\n"
           "    local command word\n"
           "    commands=(\n" +
           commands +
           "            )\n"
           "    case ${words[CURRENT-1]} in\n" +
           values +
           "    esac\n"
           "    for word in ${words[2,CURRENT-1]}; do\n"
           "        if (( ${commands[(I)$word:*]} )); then command=$word; break; fi\n"
           "    done\n"
           "    words_here=(\n" +
           common +
           "            )\n"
           "    case $command in\n"
           "        '') words_here+=($commands) ;;\n" +
           cases +
           "    esac\n"
           "    _describe 'alysio-sandbox' words_here || _files\n"
           "}\n"
           // Read from a folder of functions it is the function; sourced, it declares one.
           "if [[ ${funcstack[1]} == _" +
           program.name + " ]]; then _alysio_sandbox \"$@\"; else compdef _alysio_sandbox " + program.name + "; fi\n";
}

std::string fish_completion(const ProgramText& program) {
    const auto start = "complete -c " + program.name;
    std::string commands, lines;
    for (const auto& command : program.commands) commands += (commands.empty() ? "" : " ") + command.name;
    const auto add = [&](const std::string& condition, const std::vector<OptionText>& options) {
        for (const auto& option : options) {
            for (const auto& name : option.names) {
                const bool is_long = name.starts_with("--");
                lines += start + condition + (is_long ? " -l " + name.substr(2) : " -s " + name.substr(1));
                if (!option.choices.empty()) {
                    lines += " -x -a " + in_quotes(words(option.choices));
                } else if (!option.value.empty()) {
                    lines += is_path(option) ? " -r" : " -x";
                }
                lines += " -d " + in_quotes(option.text) + '\n';
            }
        }
    };
    for (const auto& command : program.commands) {
        lines += start + " -f -n " + in_quotes("not __fish_seen_subcommand_from " + commands) + " -a " + command.name +
                 " -d " + in_quotes(command.text) + '\n';
        const auto condition = " -n " + in_quotes("__fish_seen_subcommand_from " + command.name);
        for (const auto& choice : first_argument(command)) lines += start + " -f" + condition + " -a " + choice + '\n';
        add(condition, command.options);
    }
    add("", program.options);
    return "# fish completion of " + program.name + '\n' + lines;
}

}  // namespace alysio::sandbox::cli
