#include "sandbox_host/cli/watch/reload_view.hpp"

#include "sandbox_host/cli/watch/schema_diff.hpp"
#include "sandbox_host/cli/watch/units.hpp"

#include <algorithm>
#include <ostream>
#include <string>

namespace alysio::sandbox::cli {
namespace {

using runtime::ToolInfo;

const ToolInfo* named(const std::vector<ToolInfo>& tools, const std::string& name) {
    const auto found = std::find_if(tools.begin(), tools.end(), [&](const auto& tool) { return tool.name == name; });
    return found == tools.end() ? nullptr : &*found;
}

std::string sign(SchemaChange::Kind kind, const Style& style) {
    switch (kind) {
        case SchemaChange::Kind::added:
            return green("+", style);
        case SchemaChange::Kind::removed:
            return red("-", style);
        default:
            return "~";
    }
}

void show_schema(std::ostream& out, const char* which, const std::string& before, const std::string& after,
                 const Style& style) {
    for (const auto& change : schema_changes(before, after)) {
        out << "      " << which << ' ' << sign(change.kind, style) << ' ';
        if (!change.path.empty()) out << bold(safe_text(change.path), style) << "  ";
        out << safe_text(change.what) << '\n';
    }
}

std::string annotations_text(alysio_tool_annotations annotations) {
    std::string text;
    const auto add = [&](alysio_tool_annotations flag, const char* name) {
        if ((annotations & flag) != 0) text.append(text.empty() ? "" : ", ").append(name);
    };
    add(ALYSIO_TOOL_READ_ONLY, "only reads");
    add(ALYSIO_TOOL_NON_DESTRUCTIVE, "destroys nothing");
    add(ALYSIO_TOOL_IDEMPOTENT, "may be repeated");
    return text.empty() ? "no promise" : text;
}

void show_changed(std::ostream& out, const ToolInfo& before, const ToolInfo& after, const Style& style) {
    out << "  ~ tool " << bold(safe_text(after.name), style);
    if (before.title != after.title) out << "  title: " << safe_text(after.title);
    if (before.description != after.description) out << "  description reworded";
    if (before.annotations != after.annotations) {
        out << "  " << annotations_text(before.annotations) << " -> " << annotations_text(after.annotations);
    }
    out << '\n';
    show_schema(out, "input ", before.input_schema, after.input_schema, style);
    show_schema(out, "output", before.output_schema, after.output_schema, style);
}

}  // namespace

std::string times_text(const ReloadTimes& times, const runtime::Reloaded& reloaded) {
    auto host = "host " + time_text(times.ready - times.noticed) + " (verify " + time_text(reloaded.verify) +
                ", load " + time_text(reloaded.load) + ", hand over " + time_text(reloaded.hand_over) + ")";
    if (!times.save) return host;
    return "save to ready " + time_text(times.ready - times.save->saved) + ": gathering " +
           time_text(times.save->started - times.save->saved) + ", build " +
           time_text(times.noticed - times.save->started) + ", " + host;
}

void show_tool_changes(std::ostream& out, const std::vector<ToolInfo>& before, const std::vector<ToolInfo>& after,
                       const Style& style) {
    for (const auto& tool : after) {
        if (const auto* old_one = named(before, tool.name); old_one == nullptr) {
            out << "  " << green("+", style) << " tool " << bold(safe_text(tool.name), style) << "  "
                << safe_text(tool.title) << '\n';
        } else if (*old_one != tool) {
            show_changed(out, *old_one, tool, style);
        }
    }
    for (const auto& tool : before) {
        if (named(after, tool.name) == nullptr) {
            out << "  " << red("-", style) << " tool " << bold(safe_text(tool.name), style) << '\n';
        }
    }
}

}  // namespace alysio::sandbox::cli
