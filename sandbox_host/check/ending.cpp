#include "sandbox_host/check/ending.hpp"

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

std::optional<std::string> bad_ending(const Stage& stage, const testing::TestCall& call) {
    const auto& host = stage.host;
    if (!host.misuse.empty()) return "it broke the contract: " + host.misuse.front();
    if (call.accepted != ALYSIO_OK) return std::nullopt;
    if (!call.finished) return "it never ended, though nothing more would happen";
    return bad_json(call.result);
}

Ending ending_of(const Stage& stage, const testing::TestCall& call) {
    Ending ending;
    ending.wrong = bad_ending(stage, call).value_or("");
    ending.finished = call.finished;
    ending.success = call.finished && call.kind == ALYSIO_RESULT_SUCCESS;
    ending.result = call.result;
    for (const auto& file : stage.host.artifacts) {
        ending.files.push_back(file->name + " " + std::to_string(file->disposition) + " " + file->content);
    }
    return ending;
}

Ending run_alone(const alysio_plugin& plugin, const Errand& errand, const std::function<void(Stage&)>& arrange) {
    Stage stage(plugin);
    if (arrange) arrange(stage);
    if (const auto why = stage.open()) {
        Ending ending;
        ending.wrong = *why;
        return ending;
    }
    now("running " + name_of(errand));
    const auto& call = stage.start(errand);
    stage.host.run();
    while (stage.host.next()) {  // whatever comes after the end
    }
    return ending_of(stage, call);
}

}  // namespace alysio::sandbox::check
