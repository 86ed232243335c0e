#include "sandbox_host/cli/show/tools_view.hpp"

#include "sandbox_host/cli/text/terminal.hpp"

#include <ostream>

namespace alysio::sandbox::cli {
namespace {

std::string first_sentence(const std::string& text) {
    const auto end = text.find(". ");
    return end == text.npos ? text : text.substr(0, end + 1);
}

}  // namespace

void show_tools(std::ostream& out, const std::vector<runtime::ToolInfo>& tools, const Style& style) {
    for (const auto& tool : tools) {
        out << bold(safe_text(tool.name), style) << "  " << safe_text(tool.title) << '\n';
        out << "    " << safe_text(first_sentence(tool.description)) << '\n';
    }
}

}  // namespace alysio::sandbox::cli
