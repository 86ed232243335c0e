#include "sandbox_host/cli/watch/calls.hpp"

#include "sandbox_host/cli/call_text.hpp"
#include "sandbox_host/cli/host_options.hpp"
#include "sandbox_host/cli/show/progress_bar.hpp"
#include "sandbox_host/cli/show/result_view.hpp"
#include "sandbox_host/cli/watch/exchange_view.hpp"
#include "sandbox_host/cli/watch/units.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

namespace alysio::sandbox::cli {
namespace {

using Clock = std::chrono::steady_clock;
using runtime::CallResult;

constexpr std::size_t progress_width = 40;

std::string label(unsigned number) {
    return '#' + std::to_string(number);
}

std::string ending(const CallResult& result, bool preview, const Style& style) {
    if (succeeded(result)) return green(preview ? "preview" : "ok", style);
    return red(result.end == CallResult::End::given_up ? "given up" : "error", style);
}

}  // namespace

Calls::Calls(assembly::Host& host, Console& console, Inbox& inbox, bool bodies)
    : host_(host), console_(console), inbox_(inbox), bodies_(bodies) {}

std::optional<runtime::CallRequest> Calls::request_for(const StartCall& call, const std::string& tool) {
    auto arguments = arguments_of(call.arguments.empty() ? "{}" : call.arguments);
    if (!arguments) {
        refuse(arguments.error().message);
        return std::nullopt;
    }
    auto request = host_.call_for_user();
    if (!request) {
        refuse(in_words(request.error()));
        return std::nullopt;
    }
    request->tool = tool;
    request->arguments = *std::move(arguments);
    request->intent = call.preview ? ALYSIO_INTENT_PREVIEW : ALYSIO_INTENT_EXECUTE;
    return *std::move(request);
}

void Calls::start(StartCall call, From from) {
    const auto known = find_tool(host_.tools(), call.tool);
    if (!known) return refuse(known.error().message);
    auto request = request_for(call, known->name);
    if (!request) return;
    const auto number = ++last_number_;
    // At a terminal it stands there, as it was typed.
    if (from == From::session || !console_.interactive()) {
        const auto style = console_.style();
        const auto what = (call.preview ? " preview of " : " ") + known->name + ' ' + request->arguments;
        console_.print(bold(label(number), style) + dim(safe_text(what), style));
    }
    runtime::CallEvents events;
    events.on_progress = [this](runtime::CallId id, const runtime::Progress& progress) {
        inbox_.post([this, id, line = progress_line(progress.done, progress.total, progress.message, progress_width)] {
            if (const auto open = open_.find(id); open != open_.end()) open->second.progress = line;
        });
    };
    events.on_finish = [this](runtime::CallId id, CallResult result) {
        inbox_.post([this, id, result = std::move(result), ended = Clock::now()] { end(id, result, ended); });
    };
    const auto started = Clock::now();
    const auto id = host_.runtime().call(*std::move(request), std::move(events));
    auto& open = open_[id];
    open.number = number;
    open.tool = *known;
    open.preview = call.preview;
    open.started = started;
    last_ = std::move(call);
}

void Calls::repeat() {
    if (last_) return start(*last_);
    console_.print("nothing was called yet: write TOOL {…}, t lists the tools");
}

bool Calls::last_changes_data() const {
    if (!last_ || last_->preview) return false;
    const auto known = find_tool(host_.tools(), last_->tool);
    return known && (known->annotations & ALYSIO_TOOL_READ_ONLY) == 0;
}

bool Calls::cancel() {
    bool any = false;
    for (auto& [id, open] : open_) {
        if (std::exchange(open.cancelled, true)) continue;
        host_.runtime().cancel(id, ALYSIO_CANCEL_USER);
        any = true;
    }
    return any;
}

std::string Calls::status() const {
    std::string text;
    for (const auto& [id, open] : open_) {
        text += (text.empty() ? "" : ", ") + label(open.number);
        if (open.cancelled) {
            text += " ends";
        } else if (!open.progress.empty()) {
            text += ' ' + open.progress;
        }
    }
    return text;
}

void Calls::end(runtime::CallId id, const CallResult& result, Clock::time_point ended) {
    const auto entry = open_.extract(id);
    if (entry.empty()) return;
    const auto& open = entry.mapped();
    const auto style = console_.style();
    const auto json = json_of(result);
    if (result.end == CallResult::End::refused) return refuse(label(open.number) + ' ' + result.message);
    std::ostringstream out;
    out << bold(label(open.number), style) << ' ' << ending(result, open.preview, style)
        << dim("  " + time_text(ended - open.started), style);
    if (open.exchanges > 0) {
        out << dim(", " + std::to_string(open.exchanges) + (open.exchanges == 1 ? " request" : " requests"), style);
    }
    out << '\n';
    if (!succeeded(result)) {
        show_error(out, json, style);
    } else if (open.preview) {
        show_preview(out, json, style, after_preview(open.tool, "call it without d"));
    } else {
        show_result(out, json, open.tool.output_schema, style);
    }
    console_.print(out.str());
}

void Calls::show(const services::ExchangeRecord& record) {
    const auto found = open_.find(record.call);
    unsigned attempt = 1;
    std::string prefix;
    if (found != open_.end()) {
        ++found->second.exchanges;
        attempt = ++found->second.requests[request_text(record) + record.request_body];
        prefix = label(found->second.number);
    }
    const auto style = console_.style();
    auto lines = exchange_line(record, attempt, style);
    // Its number stands in the indent.
    lines.replace(0, std::min<std::size_t>(prefix.size(), 3), prefix.substr(0, 3));
    if (bodies_) lines += exchange_bodies(record, style);
    console_.print(lines);
}

void Calls::refuse(const std::string& why) {
    const auto style = console_.style();
    console_.print(red(safe_text(why), style));
}

void ExchangeReporter::write(const services::ExchangeRecord& record) noexcept {
    inbox_.post([this, record] {
        if (calls != nullptr) calls->show(record);
    });
}

}  // namespace alysio::sandbox::cli
