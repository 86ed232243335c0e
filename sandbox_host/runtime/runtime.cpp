#include "sandbox_host/runtime/runtime.hpp"

#include "sandbox_host/runtime/generation.hpp"
#include "sandbox_host/runtime/ledger.hpp"
#include "sandbox_host/runtime/run_folder.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace alysio::sandbox::runtime {

namespace {

CallResult refusal(alysio_status status, std::string message) {
    CallResult result;
    result.ending = CallResult::Ending::refused;
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

std::string unknown_tool(const std::string& name, const std::vector<ToolInfo>& tools) {
    std::string text = "There is no tool named " + name + "; there are ";
    for (const auto& tool : tools) text += (&tool == &tools.front() ? "" : ", ") + tool.name;
    return text + ".";
}

}  // namespace

struct Runtime::State {
    explicit State(RuntimeOptions given) : options(std::move(given)) {}

    std::optional<Error> begin(std::unique_ptr<PluginImage> image, const alysio_plugin& plugin);
    void end_call(CallId id);

    const RuntimeOptions options;
    std::unique_ptr<RunFolder> folder;
    Pool pool{std::max(options.threads, 2u)};
    // What callers are told goes through here: off the plugin's lane, and in order.
    std::shared_ptr<Lane> front = std::make_shared<Lane>(pool);

    mutable std::mutex mutex;
    std::condition_variable idle;
    std::shared_ptr<Generation> current;
    std::unordered_map<CallId, std::shared_ptr<Instance>> open;  // and where each runs
};

std::optional<Error> Runtime::State::begin(std::unique_ptr<PluginImage> image, const alysio_plugin& plugin) {
    auto generation = Generation::start(pool, std::move(image), plugin, options.instances, options.instance);
    if (!generation) return Error{generation.error()};
    std::unique_lock lock(mutex);
    if (current != nullptr) {
        lock.unlock();
        return Error{"A plugin is loaded already; unload it first."};
    }
    current = std::move(*generation);
    return std::nullopt;
}

void Runtime::State::end_call(CallId id) {
    std::lock_guard lock(mutex);
    open.erase(id);
    if (open.empty()) idle.notify_all();
}

Runtime::Runtime(RuntimeOptions options) : state_(std::make_unique<State>(std::move(options))) {}

Runtime::~Runtime() {
    unload();
    state_->pool.stop();
}

std::optional<Error> Runtime::load(const std::filesystem::path& library, const std::filesystem::path& manifest) {
    if (state_->folder == nullptr) {
        auto folder = RunFolder::create(state_->options.run_folder);
        if (!folder) return Error{folder.error()};
        state_->folder = std::move(*folder);
    }
    auto image = PluginImage::load(library, manifest, {state_->folder->path(), state_->options.keep_images});
    if (!image) return Error{image.error()};
    const auto& plugin = (*image)->table();
    return state_->begin(std::move(*image), plugin);
}

std::optional<Error> Runtime::load(const alysio_plugin& plugin) {
    if (auto reason = unfit(plugin)) return reason;
    return state_->begin(nullptr, plugin);
}

bool Runtime::unload() {
    std::shared_ptr<Generation> generation;
    {
        std::unique_lock lock(state_->mutex);
        generation = std::exchange(state_->current, nullptr);
        for (const auto& [id, instance] : state_->open) instance->cancel(id, ALYSIO_CANCEL_SHUTDOWN);
        state_->idle.wait(lock, [this] { return state_->open.empty(); });
    }
    const bool gone = generation == nullptr || generation->close();
    // Everybody has been told, too.
    const auto told = std::make_shared<std::promise<void>>();
    state_->front->post([told] { told->set_value(); });
    told->get_future().wait();
    return gone;
}

std::vector<ToolInfo> Runtime::tools() const {
    std::lock_guard lock(state_->mutex);
    return state_->current == nullptr ? std::vector<ToolInfo>() : state_->current->tools();
}

CallId Runtime::call(CallRequest request, CallEvents events) {
    const auto id = next_handle();
    auto& state = *state_;
    const auto finish = [&state, id, on_finish = std::move(events.on_finish)](CallResult result) {
        if (on_finish) state.front->post([id, on_finish, result = std::move(result)] { on_finish(id, result); });
    };

    std::unique_lock lock(state.mutex);
    const auto generation = state.current;
    if (generation == nullptr) {
        finish(refusal(ALYSIO_E_UNSUPPORTED, "No plugin is loaded."));
        return id;
    }
    const auto* tool = generation->tool(request.tool);
    if (tool == nullptr) {
        finish(refusal(ALYSIO_E_UNSUPPORTED, unknown_tool(request.tool, generation->tools())));
        return id;
    }
    if (request.intent == ALYSIO_INTENT_PREVIEW && (tool->annotations & ALYSIO_TOOL_READ_ONLY) != 0) {
        finish(empty_preview(*tool));
        return id;
    }

    const auto instance = generation->instance_for(request.principal);
    const auto call = std::make_shared<Call>(id, std::move(request));
    if (events.on_progress) {
        call->tell = [&state, id, on_progress = std::move(events.on_progress)](const Progress& progress) {
            state.front->post([id, on_progress, progress] { on_progress(id, progress); });
        };
    }
    call->on_end = [&state, id, finish](CallResult result) {
        finish(std::move(result));
        state.end_call(id);
    };
    state.open.emplace(id, instance);
    lock.unlock();
    instance->start(call);
    return id;
}

void Runtime::cancel(CallId call, alysio_cancel_reason reason) {
    std::lock_guard lock(state_->mutex);
    const auto found = state_->open.find(call);
    if (found != state_->open.end()) found->second->cancel(call, reason);
}

}  // namespace alysio::sandbox::runtime
