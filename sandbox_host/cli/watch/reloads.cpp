#include "sandbox_host/cli/watch/reloads.hpp"

#include "sandbox_host/cli/watch/reload_view.hpp"
#include "sandbox_host/cli/watch/units.hpp"
#include "sandbox_host/runtime/manifest.hpp"

#include <sstream>
#include <utility>

namespace alysio::sandbox::cli {

using runtime::GenerationEvent;
using Clock = std::chrono::steady_clock;

Reloads::Reloads(assembly::Host& host, Console& console, Inbox& inbox, Builds& builds, std::function<void()> on_reload)
    : host_(host),
      console_(console),
      inbox_(inbox),
      builds_(builds),
      on_reload_(std::move(on_reload)),
      tools_(host.tools()),
      seen_(lying_there()) {
    host_.on_generation([this](const GenerationEvent& event) { inbox_.post([this, event] { take(event); }); });
    watcher_ = host_.watch_for_builds([this] { reload(); });
}

Reloads::~Reloads() {
    watcher_.reset();
    host_.on_generation({});
}

std::string Reloads::lying_there() const {
    const auto manifest = runtime::read_manifest(host_.manifest());
    return manifest ? manifest->sha256 : "";
}

void Reloads::reload() {
    const auto noticed = Clock::now();
    inbox_.post([this, hash = lying_there()] { begin(hash); });
    const auto done = host_.reload();
    inbox_.post([this, done, noticed, ready = Clock::now()] { end(done, noticed, ready); });
}

void Reloads::begin(const std::string& hash) {
    seen_ = hash;
    reloading_ = true;
}

void Reloads::end(const base::Result<runtime::Reloaded>& done, Time noticed, Time ready) {
    reloading_ = false;
    const auto save = builds_.take_save(noticed);
    const auto style = console_.style();
    if (done) {
        const auto before = std::exchange(tools_, host_.tools());
        std::ostringstream out;
        out << green("reloaded", style) << ": generation " << done->generation;
        if (done->state_bytes > 0) out << ", with " << bytes_text(done->state_bytes) << " of state";
        out << "\n  " << times_text({save, noticed, ready}, *done) << '\n';
        show_tool_changes(out, before, tools_, style);
        for (const auto& fault : done->lint) out << "  " << red("!", style) << ' ' << safe_text(fault) << '\n';
        console_.print(out.str());
    } else {
        console_.print(red("not loaded: " + safe_text(done.error().message), style) +
                       dim(" The plugin that runs goes on.", style));
    }
    for (const auto& event : std::exchange(later_, {})) show(event);
    if (done) on_reload_();
}

void Reloads::look() {
    if (reloading_ || !builds_.built() || lying_there() != seen_) return;
    const auto now = Clock::now();
    const auto save = builds_.take_save(now);
    if (!save) return;
    console_.print(
        dim("built in " + time_text(now - save->started) + ": the same library as before", console_.style()));
}

void Reloads::roll_back() {
    const auto done = host_.runtime().roll_back();
    if (!done) console_.print(red(safe_text(done.error().message), console_.style()));
}

// A reload is told of before what it does to the generation before.
void Reloads::take(const GenerationEvent& event) {
    if (event.kind == GenerationEvent::Kind::serving) return;
    if (reloading_) {
        later_.push_back(event);
    } else {
        show(event);
    }
}

void Reloads::show(const GenerationEvent& event) {
    const auto style = console_.style();
    const auto message = safe_text(event.message);
    if (event.kind == GenerationEvent::Kind::ended) return console_.print(dim(message, style));
    if (event.kind != GenerationEvent::Kind::rolled_back) return console_.print(red(message, style));
    std::ostringstream out;
    out << bold(message, style) << '\n';
    const auto before = std::exchange(tools_, host_.tools());
    show_tool_changes(out, before, tools_, style);
    console_.print(out.str());
}

}  // namespace alysio::sandbox::cli
