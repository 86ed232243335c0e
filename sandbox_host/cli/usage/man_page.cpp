#include "sandbox_host/cli/usage/man_page.hpp"

#include "sandbox_host/cli/usage/help.hpp"

#include <alysio/base/text.hpp>

namespace alysio::sandbox::cli {
namespace {

// A dash of the command line is no hyphen, and a line may not begin with what roff takes for a request.
std::string roff(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if ((c == '.' || c == '\'') && (escaped.empty() || escaped.back() == '\n')) escaped += "\\&";
        if (c == '\\') {
            escaped += "\\e";
        } else if (c == '-') {
            escaped += "\\-";
        } else {
            escaped += c;
        }
    }
    return escaped;
}

std::string definition_list(const std::vector<OptionText>& options) {
    std::string text;
    for (const auto& option : options) {
        text += ".TP\n";
        for (const auto& name : option.names) {
            text += (&name == &option.names.front() ? "" : ", ") + ("\\fB" + roff(name)) + "\\fR";
        }
        if (!option.value.empty()) text += " \\fI" + roff(option.value) + "\\fR";
        text += '\n' + roff(option.text) + '\n';
    }
    return text;
}

}  // namespace

std::string man_page(const ProgramText& program) {
    const auto name = roff(program.name);
    auto page = ".TH " + base::upper(program.name) + " 1 \"\" \"" + program.name + ' ' + program.version + "\"\n";
    page +=
        ".SH NAME\n" + name + " \\- " + roff(base::lower(program.text.substr(0, 1)) + program.text.substr(1)) + '\n';
    page += ".SH SYNOPSIS\n.B " + name + "\n.I COMMAND\n[OPTIONS]\n.SH COMMANDS\n";
    for (const auto& command : program.commands) {
        page += ".SS " + roff(command.name + ' ' + synopsis(command)) + '\n' + roff(command.text) + '\n';
        page += definition_list(command.arguments) + definition_list(command.options);
        if (!command.examples.empty()) page += ".PP\n.nf\n" + roff(command.examples) + "\n.fi\n";
    }
    page += ".SH OPTIONS OF ALL COMMANDS\n" + definition_list(program.options);
    page +=
        ".SH EXIT STATUS\n.TP\n.B 0\nwhat was asked for was done\n.TP\n.B 1\nthe tool answered an error, or a check "
        "failed\n.TP\n.B 2\nthe command was wrong, or something kept it from starting\n.TP\n.B 130\nit was "
        "interrupted\n";
    return page;
}

}  // namespace alysio::sandbox::cli
