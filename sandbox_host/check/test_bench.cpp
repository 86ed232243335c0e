#include "sandbox_host/check/test_bench.hpp"

#include <algorithm>
#include <utility>

namespace alysio::sandbox::check {

namespace {

bool contains(const testing::SeenRequest& request, const std::string& text) {
    const bool in_query = std::any_of(request.query.begin(), request.query.end(),
                                      [&](const auto& pair) { return pair.second.find(text) != std::string::npos; });
    return in_query || request.body.find(text) != std::string::npos;
}

}  // namespace

TestBench::TestBench(const alysio_plugin& plugin) : host(plugin) {
    host.on_request = [this](const testing::SeenRequest& request) {
        testing::Answer given = answer(request);
        if (on_answer) on_answer(request, given);
        return given;
    };
}

std::optional<std::string> TestBench::open(std::string_view saved_state) {
    const alysio_status status = host.create("{}", saved_state);
    if (status == ALYSIO_OK) return std::nullopt;
    return "create answers " + std::to_string(status) + ", \"" + host.create_error + "\"";
}

testing::TestCall& TestBench::start(const ScriptedCall& scripted) {
    return start(scripted, scripted.options);
}

testing::TestCall& TestBench::start(const ScriptedCall& scripted, testing::CallOptions options) {
    options.deadline_ns = 0;
    starting_ = &scripted;
    return host.call(scripted.tool, scripted.arguments, std::move(options));
}

// A request may come before its call's handle is known here: then it is of the one that is being started.
testing::Answer TestBench::answer(const testing::SeenRequest& request) {
    Script& script = scripts_.try_emplace(request.call, Script{starting_, 0}).first->second;
    const auto& answers = script.scripted->answers;
    const std::string asked = request.method + " " + request.path;
    for (const ScriptedAnswer& one : answers) {
        if (one.to == asked && contains(request, one.containing)) return one.answer;
    }
    // The last of the others answers whatever else comes.
    const ScriptedAnswer* last = nullptr;
    std::size_t index = 0;
    for (const ScriptedAnswer& one : answers) {
        if (!one.to.empty() || !contains(request, one.containing)) continue;
        last = &one;
        if (index++ == script.next) break;
    }
    ++script.next;
    return last != nullptr ? last->answer : testing::Answer::json("{}", 404);
}

}  // namespace alysio::sandbox::check
