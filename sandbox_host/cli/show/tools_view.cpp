#include "sandbox_host/cli/show/tools_view.hpp"

#include "sandbox_host/cli/text/terminal.hpp"

#include <algorithm>
#include <numeric>
#include <ostream>

namespace alysio::sandbox::cli {
namespace {

std::string first_sentence(const std::string& text) {
    const auto end = text.find(". ");
    return end == text.npos ? text : text.substr(0, end + 1);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

void show_tools(std::ostream& out, const std::vector<runtime::ToolInfo>& tools, const Style& style) {
    for (const auto& tool : tools) {
        out << bold(safe_text(tool.name), style) << "  " << safe_text(tool.title) << '\n';
        out << "    " << safe_text(first_sentence(tool.description)) << '\n';
    }
}

std::string nearest_tool(const std::vector<runtime::ToolInfo>& tools, std::string_view name) {
    std::string nearest;
    auto distance = name.size();  // whatever shares no letter is no suggestion
    for (const auto& tool : tools) {
        // The plugin's prefix is what people leave out.
        const auto here = tool.name.find(name) != tool.name.npos ? 1 : edit_distance(name, tool.name);
        if (here >= distance || name.empty()) continue;
        distance = here;
        nearest = tool.name;
    }
    return nearest;
}

}  // namespace alysio::sandbox::cli
