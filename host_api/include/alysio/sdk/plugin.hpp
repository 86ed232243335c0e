#pragma once

#include "call.hpp"
#include "task.hpp"

#include <alysio/abi.h>
#include <alysio/base/utf8.hpp>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace alysio::sdk {

/// How a tool ends: the JSON text that finishes its call.
struct Reply {
    Reply(alysio_result_kind kind, std::string json) : kind(kind), json(std::move(json)) {}
    static Reply success(std::string json) { return Reply(ALYSIO_RESULT_SUCCESS, std::move(json)); }
    static Reply error(std::string json) { return Reply(ALYSIO_RESULT_ERROR, std::move(json)); }

    alysio_result_kind kind;
    std::string json;
};

/// The wall around a plugin written in C++. `Plugin` is an ordinary class:
///
///     class Greeter {
///       public:
///         Greeter(sdk::Core& core, std::string_view settings, std::string_view saved_state);   // may throw: create fails with its text
///         sdk::Task<sdk::Reply> run(sdk::Call& call);                                           // one coroutine a call
///         std::string save_state() const;                                                       // optional
///     };
///
///     const alysio_plugin* alysio_plugin_v1(void) {
///         static constexpr alysio_plugin table = sdk::plugin_table<Greeter, tools>("greeter", "1.0.0");
///         return &table;
///     }
///
/// `tools` is an array of pointers to alysio_tool, of static storage. All of it runs on the instance's lane, so the class
/// needs no lock. A call of a tool that is not in the list, or without a principal, never reaches `run`. An exception that leaves `run` is a bug: the call is
/// finished with an `internal` error, the text goes to the log, and the other calls go on.
template <class Plugin, const auto& tools>
class Wall final : public Core {
  public:
    static alysio_status ALYSIO_CALL create(const alysio_host* host, alysio_str settings, alysio_str saved_state,
                                            alysio_instance** out, alysio_error* error) noexcept {
        if (out == nullptr) return ALYSIO_E_INVALID_ARGUMENT;
        *out = nullptr;
        if (ALYSIO_HAS(host, abi_minor) && host->abi_major != ALYSIO_ABI_MAJOR) {
            explain(error, "The host speaks another major of the ABI than this plugin.");
            return ALYSIO_E_INCOMPATIBLE;
        }
        if (!ALYSIO_HAS(host, service)) {
            explain(error, "The host's table is shorter than that of ABI 1.0.");
            return ALYSIO_E_INCOMPATIBLE;
        }
        try {
            auto wall = std::make_unique<Wall>(*host, view(settings), view(saved_state));
            *out = reinterpret_cast<alysio_instance*>(wall.release());
            return ALYSIO_OK;
        } catch (const std::bad_alloc&) {
            explain(error, "Out of memory.");
            return ALYSIO_E_NO_MEMORY;
        } catch (const std::exception& failure) {
            explain(error, failure.what());
            return ALYSIO_E_INVALID_ARGUMENT;
        } catch (...) {
            explain(error, "An exception of an unknown type.");
            return ALYSIO_E_INTERNAL;
        }
    }

    static void ALYSIO_CALL destroy(alysio_instance* instance) noexcept { delete self(instance); }

    static alysio_status ALYSIO_CALL call(alysio_instance* instance, const alysio_call_info* info) noexcept {
        if (instance == nullptr || !ALYSIO_HAS(info, connection) || info->call == 0) return ALYSIO_E_INVALID_ARGUMENT;
        if (info->principal.size == 0 || !has_tool(view(info->tool))) return ALYSIO_E_INVALID_ARGUMENT;
        Wall& wall = *self(instance);
        return wall.enter([&] { return wall.begin(*info); });
    }

    static void ALYSIO_CALL cancel(alysio_instance* instance, alysio_call call, alysio_cancel_reason reason,
                                   uint64_t) noexcept {
        if (instance == nullptr) return;
        Wall& wall = *self(instance);
        wall.enter([&] {
            if (const auto open = wall.open_.find(call); open != wall.open_.end()) open->second->call.stop(reason);
            return ALYSIO_OK;
        });
    }

    static alysio_status ALYSIO_CALL save_state(alysio_instance* instance, const alysio_sink* sink) noexcept {
        if (instance == nullptr || sink == nullptr) return ALYSIO_E_INVALID_ARGUMENT;
        Wall& wall = *self(instance);
        return wall.enter([&] {
            if constexpr (requires { wall.plugin_.save_state(); }) {
                const std::string state = wall.plugin_.save_state();
                return sink->write(sink->ctx, str(state));
            } else {
                return ALYSIO_OK;
            }
        });
    }

    Wall(const alysio_host& host, std::string_view settings, std::string_view saved_state)
        : Core(host), plugin_(*this, settings, saved_state) {}

  private:
    /// A call under way: its coroutine, and what that coroutine left.
    struct Open : ListNode {
        Open(Wall& wall, const alysio_call_info& info) : call(wall, info), task(wall.drive(*this)) {}
        Call call;
        Reply reply = Reply::error({});
        Task<void> task;
    };

    static bool has_tool(std::string_view name) {
        return std::any_of(std::begin(tools), std::end(tools),
                           [name](const alysio_tool* tool) { return view(tool->name) == name; });
    }

    static Wall* self(alysio_instance* instance) { return reinterpret_cast<Wall*>(instance); }

    alysio_status begin(const alysio_call_info& info) {
        auto [open, added] = open_.try_emplace(info.call, nullptr);
        if (!added) return ALYSIO_E_INVALID_ARGUMENT;
        open->second = std::make_unique<Open>(*this, info);
        open->second->task.start();
        return ALYSIO_OK;
    }

    Task<void> drive(Open& open) {
        std::string bug;
        try {
            open.reply = co_await plugin_.run(open.call);
        } catch (const std::exception& exception) {
            bug = exception.what();
        } catch (...) {
            bug = "an exception of an unknown type";
        }
        if (bug.empty() && open.reply.json.empty()) bug = "the tool ended without an answer";
        if (!bug.empty()) {
            open.call.log(ALYSIO_LOG_ERROR, "plugin.bug", bug);
            open.reply = Reply::error(
                R"({"error":{"code":"internal","message":"The plugin hit a bug of its own; it is in the host's log.",)"
                R"("guidance":"Tell whoever runs this host. A write may or may not have happened: look before repeating it.",)"
                R"("retryable":false,"outcome":"unknown"}})");
        }
        done_.push_back(open);
    }

    /// The frame goes first, so that nothing of the tool is left when the host forgets the call.
    void reap() override {
        while (Open* open = done_.pop_front()) {
            const alysio_call id = open->call.id();
            const Reply reply = std::move(open->reply);
            open_.erase(id);
            const alysio_result result{sizeof result, reply.kind, str(reply.json)};
            host().finish(ctx(), id, &result);
        }
    }

    static void explain(alysio_error* error, std::string_view text) {
        if (!ALYSIO_HAS(error, message)) return;
        const std::string_view shown = base::utf8::cut(text, sizeof error->message);
        std::copy(shown.begin(), shown.end(), error->message);
        error->message_size = static_cast<uint32_t>(shown.size());
    }

    Plugin plugin_;
    List<Open> done_;
    std::unordered_map<alysio_call, std::unique_ptr<Open>> open_;
};

/// The static table behind alysio_plugin_v1.
template <class Plugin, const auto& tools>
constexpr alysio_plugin plugin_table(std::string_view name, std::string_view version) {
    using Entries = Wall<Plugin, tools>;
    alysio_plugin table{};
    table.struct_size = sizeof table;
    table.abi_major = ALYSIO_ABI_MAJOR;
    table.abi_minor = ALYSIO_ABI_MINOR;
    table.min_host_minor = 0;
    table.name = str(name);
    table.version = str(version);
    table.tools = std::data(tools);
    table.tool_count = std::size(tools);
    table.create = &Entries::create;
    table.destroy = &Entries::destroy;
    table.call = &Entries::call;
    table.cancel = &Entries::cancel;
    if constexpr (requires(Plugin & plugin) { plugin.save_state(); }) table.save_state = &Entries::save_state;
    return table;
}

}  // namespace alysio::sdk
