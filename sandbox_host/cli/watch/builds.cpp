#include "sandbox_host/cli/watch/builds.hpp"

#include "sandbox_host/cli/watch/build_output.hpp"
#include "sandbox_host/cli/watch/units.hpp"

#include <poll.h>

#include <algorithm>
#include <utility>

namespace alysio::sandbox::cli {
namespace {

constexpr std::size_t most_lines = 40;

std::string names_of(const std::set<std::filesystem::path>& files) {
    auto first = files.begin()->filename().string();
    if (files.size() == 1) return first;
    return first + " and " + std::to_string(files.size() - 1) + (files.size() == 2 ? " other file" : " other files");
}

}  // namespace

Builds::Builds(Console& console, std::string command, std::optional<SourceWatcher> sources)
    : console_(console), command_(std::move(command)), sources_(std::move(sources)) {}

void Builds::add_files(std::vector<pollfd>& files) const {
    if (sources_) files.push_back({sources_->events(), POLLIN, 0});
    if (run_ == nullptr) return;
    files.push_back({run_->output_file(), POLLIN, 0});
    files.push_back({run_->process_file(), POLLIN, 0});
}

std::optional<Builds::Time> Builds::due() const {
    auto due = saves_.due();
    if (run_ == nullptr) return due;
    const auto patience = run_->patience_ends();
    if (patience) due = due ? std::min(*due, *patience) : *patience;
    return due;
}

void Builds::look(Time now) {
    if (sources_) {
        for (auto& file : sources_->take()) saves_.add(std::move(file), now);
    }
    if (run_ != nullptr) {
        run_->read();
        if (const auto patience = run_->patience_ends(); patience && *patience <= now) run_->kill();
        if (run_->exit_code()) ended();
    }
    if (auto batch = saves_.take(now)) {
        waiting_ = std::move(batch);
        if (run_ != nullptr) run_->cancel(now);
    }
    if (waiting_ && run_ == nullptr) start(now);
}

void Builds::start(Time now) {
    const auto batch = *std::exchange(waiting_, std::nullopt);
    const auto style = console_.style();
    console_.print(dim("saved " + safe_text(names_of(batch.files)) + ", building", style));
    auto run = BuildRun::start(command_, style.color);
    if (!run) return console_.print(red(safe_text(run.error().message), style));
    run_ = std::move(*run);
    save_ = SaveTimes{batch.first, now};
    built_ = false;
    output_.clear();
}

void Builds::ended() {
    const auto run = std::exchange(run_, nullptr);
    output_ = run->output();
    const auto style = console_.style();
    if (run->cancelled()) return console_.print(dim("saved meanwhile: that build was ended", style));
    built_ = run->exit_code() == 0;
    if (built_) return;
    const auto started = std::exchange(save_, std::nullopt);
    const auto spent = started ? std::chrono::steady_clock::now() - started->started : std::chrono::nanoseconds(0);
    console_.print(failed_output(output_, style.color, most_lines) + red("the build failed", style) +
                   dim(" after " + time_text(spent) + " (exit " + std::to_string(*run->exit_code()) +
                           "); the plugin that runs goes on. o shows all of it",
                       style));
}

std::optional<SaveTimes> Builds::take_save(Time noticed) {
    if (!save_ || save_->started > noticed) return std::nullopt;
    return std::exchange(save_, std::nullopt);
}

void Builds::show_output() {
    const auto& output = run_ != nullptr ? run_->output() : output_;
    if (output.empty()) return console_.print("no build has said anything");
    console_.print(without_escapes(output, console_.style().color));
}

}  // namespace alysio::sandbox::cli
