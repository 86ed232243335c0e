#include "sandbox_host/cli/watch/watch_session.hpp"

#include "sandbox_host/cli/show/tools_view.hpp"

#include <poll.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace alysio::sandbox::cli {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

WatchSession::WatchSession(assembly::Host& host, Console& console, Inbox& inbox, WatchSessionOptions options)
    : host_(host),
      console_(console),
      inbox_(inbox),
      first_(std::move(options.first)),
      automatic_(options.automatic),
      calls_(host, console, inbox, options.bodies),
      builds_(console, std::move(options.build), std::move(options.sources)),
      reloads_(host, console, inbox, builds_, [this] { reloaded(); }) {
    complete_tools();
}

void WatchSession::run(Interrupt& interrupt) {
    interrupt.on_interrupt([this, &interrupt] {
        inbox_.post([this, &interrupt] {
            interrupt.forget();
            interrupted(false);
        });
    });
    if (first_) calls_.start(*first_);
    while (!left_ && !(input_ended_ && !calls_.any_open())) {
        console_.set_status(status());
        wait();
        inbox_.run();
        builds_.look(Clock::now());
        reloads_.look();
        pollfd typed{console_.input(), POLLIN, 0};
        if (poll(&typed, 1, 0) <= 0) continue;
        for (const auto& input : console_.read()) take(input);
    }
    interrupt.on_interrupt({});
}

void WatchSession::wait() const {
    std::vector<pollfd> files{{inbox_.news(), POLLIN, 0}, {console_.input(), POLLIN, 0}};
    builds_.add_files(files);
    int limit = -1;
    if (const auto due = builds_.due()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - Clock::now());
        limit = static_cast<int>(std::max<std::int64_t>(left.count(), 0));
    }
    poll(files.data(), files.size(), limit);
}

void WatchSession::take(const Input& input) {
    switch (input.kind) {
        case Input::Kind::line:
            return obey(input.text);
        case Input::Kind::interrupt:
            return interrupted(!input.text.empty());
        case Input::Kind::end:
            if (console_.interactive()) left_ = true;
            input_ended_ = true;
            return;
    }
}

void WatchSession::obey(const std::string& line) {
    const auto command = parse_prompt(line);
    if (!command) return console_.print(command.error().message);
    if (const auto* call = std::get_if<StartCall>(&*command)) return calls_.start(*call, Calls::From::prompt);
    press(std::get<Key>(*command));
}

void WatchSession::press(Key key) {
    switch (key) {
        case Key::repeat:
            return calls_.repeat();
        case Key::automatic:
            return set_automatic(!automatic_);
        case Key::back:
            return reloads_.roll_back();
        case Key::tools: {
            std::ostringstream out;
            show_tools(out, host_.tools(), console_.style());
            return console_.print(out.str());
        }
        case Key::output:
            return builds_.show_output();
        case Key::help:
            return console_.print(prompt_help());
        case Key::quit:
            left_ = true;
            return;
    }
}

// What is running first, then what is being typed, then the session.
void WatchSession::interrupted(bool was_typing) {
    if (calls_.cancel()) return console_.print("cancelling; Ctrl-C again quits");
    left_ = left_ || !was_typing;
}

void WatchSession::reloaded() {
    complete_tools();
    if (automatic_ && calls_.last()) calls_.repeat();
}

void WatchSession::set_automatic(bool automatic) {
    automatic_ = automatic;
    if (!automatic) return console_.print("calls are not repeated any more");
    std::string text = "each reload repeats the last call";
    if (calls_.last_changes_data()) text += ", which changes data each time";
    console_.print(text);
}

std::string WatchSession::status() const {
    auto status = calls_.status();
    if (builds_.running()) status += status.empty() ? "building" : ", building";
    return status;
}

void WatchSession::complete_tools() {
    std::vector<std::string> names;
    for (const auto& tool : host_.tools()) names.push_back(tool.name);
    console_.complete_from(std::move(names));
}

}  // namespace alysio::sandbox::cli
