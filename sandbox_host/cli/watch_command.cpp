#include "sandbox_host/assembly/host.hpp"
#include "sandbox_host/cli/commands.hpp"
#include "sandbox_host/cli/host_options.hpp"
#include "sandbox_host/cli/watch/build_tree.hpp"
#include "sandbox_host/cli/watch/watch_session.hpp"

#include <unistd.h>

#include <utility>

namespace alysio::sandbox::cli {
namespace fs = std::filesystem;

namespace {

// What is watched and how it is built: as the command line says, else as the build tree does.
struct WatchPlan {
    std::vector<fs::path> sources;
    std::vector<fs::path> except;
    std::string build;
};

base::Result<WatchPlan> plan_for(const assembly::Host& host, const WatchCommand& command) {
    WatchPlan plan{command.sources, {host.library(), host.manifest()}, command.build};
    if (const auto tree = build_tree_of(host.library())) {
        plan.except.push_back(tree->folder);
        if (plan.sources.empty()) plan.sources = tree->sources;
        if (plan.build.empty()) plan.build = tree->command;
    }
    if (plan.sources.empty() != plan.build.empty()) {
        return base::Error{plan.build.empty() ? "the library lies in no CMake build: say how it is built by --build"
                                              : "the library lies in no CMake build: say what to watch by --source"};
    }
    return plan;
}

std::string banner(const assembly::Host& host, const WatchPlan& plan, const Style& style) {
    std::string text = bold(safe_text(host.library().filename().string()), style) + ", " +
                       std::to_string(host.tools().size()) + " tools; h for help\n";
    if (plan.build.empty()) return text + dim("watching the library alone", style);
    std::string sources;
    for (const auto& source : plan.sources) sources += (sources.empty() ? "" : ", ") + source.string();
    return text + dim("watching " + safe_text(sources) + "\na save runs " + safe_text(plan.build), style);
}

}  // namespace

int run(const CommonOptions& options, const WatchCommand& command, Interrupt& interrupt) {
    Inbox inbox;  // outlives everybody who posts
    const auto exchanges = std::make_shared<ExchangeReporter>(inbox);
    auto wanted = host_options(options);
    wanted.exchanges = exchanges;
    const auto host = assembly::Host::open(std::move(wanted));
    if (!host) return complain(in_words(host.error()));
    const auto plan = plan_for(**host, command);
    if (!plan) return complain(plan.error().message);

    WatchSessionOptions session_options;
    session_options.build = plan->build;
    session_options.automatic = command.repeat;
    session_options.bodies = command.bodies;
    if (!command.tool.empty()) session_options.first = StartCall{command.tool, command.arguments, false};
    if (!plan->sources.empty()) {
        auto watcher = SourceWatcher::watch(plan->sources, plan->except);
        if (!watcher) return complain(watcher.error().message);
        session_options.sources.emplace(std::move(*watcher));
    }
    Console console(STDIN_FILENO, STDOUT_FILENO);
    console.print(banner(**host, *plan, console.style()));
    WatchSession session(**host, console, inbox, std::move(session_options));
    exchanges->calls = &session.calls();
    session.run(interrupt);
    exchanges->calls = nullptr;
    return success;
}

}  // namespace alysio::sandbox::cli
