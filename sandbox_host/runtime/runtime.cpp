#include "sandbox_host/runtime/runtime.hpp"

#include "sandbox_host/runtime/lane.hpp"
#include "sandbox_host/runtime/ledger.hpp"
#include "sandbox_host/runtime/probation.hpp"
#include "sandbox_host/runtime/thread_pool.hpp"
#include "sandbox_host/runtime/unknown_tool.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace alysio::sandbox::runtime {

namespace {

CallResult refusal(alysio_status status, std::string message) {
    CallResult result;
    result.end = CallResult::End::refused;
    result.status = status;
    result.message = std::move(message);
    return result;
}

// What a tool that changes nothing would do: see alysio_intent.
CallResult empty_preview(const ToolInfo& tool) {
    const nlohmann::json preview = {{"title", tool.title}, {"changes", nlohmann::json::array()}};
    CallResult result;
    result.json = preview.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return result;
}

std::optional<CallResult> answer_without_plugin(const Generation& generation, const CallRequest& request) {
    const auto* tool = generation.tool(request.tool);
    if (tool == nullptr) return refusal(ALYSIO_E_UNSUPPORTED, unknown_tool(request.tool, generation.tools()));
    const bool nothing_to_preview =
        request.intent == ALYSIO_INTENT_PREVIEW && (tool->annotations & ALYSIO_TOOL_READ_ONLY) != 0;
    return nothing_to_preview ? std::optional(empty_preview(*tool)) : std::nullopt;
}

}  // namespace

struct Runtime::State {
    explicit State(RuntimeOptions given) : options(std::move(given)) {}
    ~State() {
        generations.unload();
        if (threads != nullptr) threads->stop();
    }

    const RuntimeOptions options;
    // Where the host gave no executor.
    const std::unique_ptr<ThreadPool> threads =
        options.executor == nullptr ? std::make_unique<ThreadPool>(std::max(options.threads, 2u)) : nullptr;
    Executor& executor = threads == nullptr ? *options.executor : *threads;
    // What callers are told goes through here: off the plugin's lane, and in order.
    std::shared_ptr<Lane> callback_lane = std::make_shared<Lane>(executor);
    Generations generations{executor, callback_lane, options};
};

Runtime::Runtime(RuntimeOptions options) : state_(std::make_unique<State>(std::move(options))) {}

Runtime::~Runtime() = default;

base::Result<void> Runtime::load(const std::filesystem::path& library, const std::filesystem::path& manifest) {
    const auto loaded = state_->generations.load(library, manifest, false);
    if (!loaded) return loaded.error();
    return {};
}

base::Result<void> Runtime::load(const alysio_plugin& plugin) {
    const auto loaded = state_->generations.load(plugin);
    if (!loaded) return loaded.error();
    return {};
}

base::Result<Reloaded> Runtime::reload(const std::filesystem::path& library, const std::filesystem::path& manifest) {
    return state_->generations.load(library, manifest, true);
}

base::Result<Reloaded> Runtime::roll_back() {
    return state_->generations.roll_back();
}

bool Runtime::unload() {
    return state_->generations.unload();
}

std::vector<ToolInfo> Runtime::tools() const {
    return state_->generations.tools();
}

RuntimeCounters Runtime::counters() const {
    return state_->generations.counters();
}

CallId Runtime::call(CallRequest request, CallEvents events) {
    const auto id = next_handle();
    auto& state = *state_;
    const auto finish = [&state, id, on_finish = std::move(events.on_finish)](CallResult result) {
        if (on_finish)
            state.callback_lane->post([id, on_finish, result = std::move(result)] { on_finish(id, result); });
    };
    const auto [generation, instance] = state.generations.enter(id, request);
    if (generation == nullptr) {
        finish(refusal(ALYSIO_E_UNSUPPORTED, "No plugin is loaded."));
        return id;
    }
    if (auto answer = answer_without_plugin(*generation, request)) {
        finish(*std::move(answer));
        state.generations.leave(id, std::nullopt);
        return id;
    }

    const auto call = std::make_shared<Call>(id, std::move(request), state.options.instance.clock->now());
    if (events.on_progress) {
        call->tell = [&state, id, on_progress = std::move(events.on_progress)](const Progress& progress) {
            state.callback_lane->post([id, on_progress, progress] { on_progress(id, progress); });
        };
    }
    call->on_end = [&state, id, finish](CallResult result) {
        const bool at_fault = is_plugins_fault(result);
        finish(std::move(result));
        state.generations.leave(id, at_fault);
    };
    instance->start(call);
    return id;
}

void Runtime::cancel(CallId call, alysio_cancel_reason reason) {
    if (const auto instance = state_->generations.instance_of(call)) instance->cancel(call, reason);
}

}  // namespace alysio::sandbox::runtime
