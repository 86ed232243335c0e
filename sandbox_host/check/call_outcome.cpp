#include "sandbox_host/check/call_outcome.hpp"

#include "sandbox_host/check/isolated.hpp"

namespace alysio::sandbox::check {

namespace {

std::optional<std::string> bad_json(std::string_view text) {
    const auto json = sdk::parse_json(text, {.depth = 1000});
    if (!json) return "its result is no JSON in UTF-8";
    if (!json->is_object()) return "its result is no JSON object";
    if (text.find('\n') != std::string_view::npos) return "its result has raw line breaks";
    return std::nullopt;
}

}  // namespace

std::optional<std::string> bad_ending(const TestBench& bench, const testing::TestCall& call) {
    const auto& host = bench.host;
    if (!host.misuse.empty()) return "it broke the contract: " + host.misuse.front();
    if (call.accepted != ALYSIO_OK) return std::nullopt;
    if (!call.finished) return "it never ended, though nothing more would happen";
    return bad_json(call.result);
}

CallOutcome outcome_of(const TestBench& bench, const testing::TestCall& call) {
    CallOutcome outcome;
    outcome.wrong = bad_ending(bench, call).value_or("");
    outcome.finished = call.finished;
    outcome.success = call.finished && call.kind == ALYSIO_RESULT_SUCCESS;
    outcome.result = call.result;
    for (const auto& file : bench.host.artifacts) {
        outcome.files.push_back(file->name + " " + std::to_string(file->disposition) + " " + file->content);
    }
    return outcome;
}

CallOutcome run_alone(const alysio_plugin& plugin, const ScriptedCall& scripted,
                      const std::function<void(TestBench&)>& arrange) {
    TestBench bench(plugin);
    if (arrange) arrange(bench);
    if (const auto why = bench.open()) {
        CallOutcome outcome;
        outcome.wrong = *why;
        return outcome;
    }
    now("running " + name_of(scripted));
    const auto& call = bench.start(scripted);
    bench.host.run();
    while (bench.host.next()) {  // whatever comes after the end
    }
    return outcome_of(bench, call);
}

}  // namespace alysio::sandbox::check
