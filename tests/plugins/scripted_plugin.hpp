#pragma once

// A plugin that is written in the test: linked into it, with lambdas for functions.

#include "sandbox_host/runtime/runtime.hpp"

#include <alysio/abi.h>
#include <alysio/sdk/text.hpp>

#include <deque>
#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <utility>

namespace alysio::sandbox::testing {

class ScriptedPlugin {
  public:
    // [lane] What the plugin does. The host table is there from create on.
    std::function<alysio_status(ScriptedPlugin&, const alysio_call_info&)> on_call;
    std::function<void(ScriptedPlugin&, alysio_call, alysio_cancel_reason, std::uint64_t)> on_cancel;
    std::function<void(ScriptedPlugin&)> on_destroy;
    const alysio_host* host = nullptr;

    ScriptedPlugin() { current() = this; }
    ~ScriptedPlugin() { current() = nullptr; }
    ScriptedPlugin(const ScriptedPlugin&) = delete;
    ScriptedPlugin& operator=(const ScriptedPlugin&) = delete;

    alysio_status finish(alysio_call call, std::string_view json = "{}",
                         alysio_result_kind kind = ALYSIO_RESULT_SUCCESS) const {
        alysio_result result{};
        result.struct_size = sizeof result;
        result.kind = kind;
        result.json = sdk::str(json);
        return host->finish(host->ctx, call, &result);
    }

    template <class Table>
    const Table* service(std::string_view id) const {
        return static_cast<const Table*>(host->service(host->ctx, sdk::str(id)));
    }

    // A zero-delay timer: `step` runs on the lane, after what is queued.
    alysio_timer post(alysio_call call, std::function<void()> step, std::uint64_t delay_ns = 0) {
        steps_.push_back(std::move(step));
        alysio_timer timer = 0;
        const auto ring = [](void* ctx, alysio_timer) { (*static_cast<std::function<void()>*>(ctx))(); };
        host->timer_start(host->ctx, call, delay_ns, ring, &steps_.back(), &timer);
        return timer;
    }

    static const alysio_plugin& table() {
        static const alysio_tool act = tool("act", 0);
        static const alysio_tool look = tool("look", ALYSIO_TOOL_READ_ONLY);
        static const alysio_tool* const tools[] = {&act, &look};
        static const alysio_plugin plugin = [] {
            alysio_plugin made{};
            made.struct_size = sizeof made;
            made.abi_major = ALYSIO_ABI_MAJOR;
            made.abi_minor = ALYSIO_ABI_MINOR;
            made.name = sdk::str("plugin");
            made.version = sdk::str("1.0.0");
            made.tools = tools;
            made.tool_count = 2;
            made.create = create;
            made.destroy = destroy;
            made.call = call;
            made.cancel = cancel;
            return made;
        }();
        return plugin;
    }

  private:
    std::deque<std::function<void()>> steps_;  // of every timer ever, whether it rang or not

    static ScriptedPlugin*& current() {
        static ScriptedPlugin* plugin = nullptr;
        return plugin;
    }
    static ScriptedPlugin& self(alysio_instance* instance) { return *reinterpret_cast<ScriptedPlugin*>(instance); }

    static alysio_tool tool(std::string_view name, alysio_tool_annotations annotations) {
        const auto schema = sdk::str(R"({"type":"object"})");
        const auto text = sdk::str(name);
        return {sizeof(alysio_tool), annotations, text, text, text, schema, schema};
    }

    static alysio_status create(const alysio_host* given, alysio_str, alysio_str, alysio_instance** out,
                                alysio_error*) {
        current()->host = given;
        *out = reinterpret_cast<alysio_instance*>(current());
        return ALYSIO_OK;
    }
    static void destroy(alysio_instance* instance) {
        if (self(instance).on_destroy) self(instance).on_destroy(self(instance));
    }
    static alysio_status call(alysio_instance* instance, const alysio_call_info* info) {
        return self(instance).on_call(self(instance), *info);
    }
    static void cancel(alysio_instance* instance, alysio_call call, alysio_cancel_reason reason, std::uint64_t grace) {
        if (self(instance).on_cancel) self(instance).on_cancel(self(instance), call, reason, grace);
    }
};

// Starts a call and waits for its end.
inline runtime::CallResult run(runtime::Runtime& runtime, runtime::CallRequest request) {
    const auto done = std::make_shared<std::promise<runtime::CallResult>>();
    runtime.call(std::move(request), {{}, [done](auto, auto result) { done->set_value(std::move(result)); }});
    return done->get_future().get();
}

}  // namespace alysio::sandbox::testing
