#include "sandbox_host/runtime/instance.hpp"

#include "sandbox_host/runtime/host_table.hpp"
#include "sandbox_host/runtime/wall.hpp"

#include <alysio/sdk/text.hpp>

#include <algorithm>
#include <utility>

namespace alysio::sandbox::runtime {

namespace {

// Runs a task on a lane and waits for it.
void run_on(Lane& lane, std::function<void()> task) {
    // Shared: the waiter may be gone while the lane is still leaving the task.
    const auto done = std::make_shared<Signal>();
    lane.post([done, task = std::move(task)] {
        task();
        done->set();
    });
    lane.executor().wait(*done);
}

std::string text_of(const alysio_error& error) {
    const auto size = std::min<std::size_t>(error.message_size, sizeof error.message);
    return std::string(error.message, size);
}

CallResult given_up(std::string message) {
    CallResult result;
    result.end = CallResult::End::given_up;
    result.status = ALYSIO_E_CANCELLED;
    result.message = std::move(message);
    return result;
}

// More than that is no cache any more.
constexpr std::size_t largest_state = std::size_t{64} << 20U;

struct SavedState {
    std::string bytes;
    alysio_status status = ALYSIO_E_CANCELLED;
    Signal ended;

    static alysio_status ALYSIO_CALL write(void* ctx, alysio_str piece) {
        auto& bytes = static_cast<SavedState*>(ctx)->bytes;
        return wall([&]() -> alysio_status {
            if (piece.size > largest_state - bytes.size()) return ALYSIO_E_TOO_LARGE;
            bytes += sdk::view(piece);
            return ALYSIO_OK;
        });
    }
};

}  // namespace

Instance::Instance(Executor& executor, const alysio_plugin& plugin, InstanceOptions options)
    : lane_(std::make_shared<Lane>(executor)),
      ledger_(lane_),
      options_(std::move(options)),
      plugin_(plugin),
      name_(sdk::view(plugin.name)),
      host_(host_table_for(*this)) {}

base::Result<std::shared_ptr<Instance>> Instance::create(Executor& executor, const alysio_plugin& plugin,
                                                         InstanceOptions options) {
    std::shared_ptr<Instance> self(new Instance(executor, plugin, std::move(options)));
    alysio_error error{};
    error.struct_size = sizeof error;
    alysio_status status = ALYSIO_E_INTERNAL;
    run_on(*self->lane_, [&] {
        status = self->plugin_.create(&self->host_, sdk::str(self->options_.settings),
                                      sdk::str(self->options_.saved_state), &self->instance_, &error);
    });
    if (status == ALYSIO_OK && self->instance_ != nullptr) return self;
    auto why = text_of(error);
    if (why.empty()) why = "it gives no reason (status " + std::to_string(status) + ")";
    return base::Error{"The plugin " + self->name_ + " cannot start: " + why};
}

void Instance::start(std::shared_ptr<Call> call) {
    lane_->post([self = shared_from_this(), call = std::move(call)] { self->begin(call); });
}

void Instance::cancel(CallId call, alysio_cancel_reason reason) {
    lane_->post([self = shared_from_this(), call, reason] { self->begin_cancel(call, reason); });
}

std::string Instance::save_state(std::chrono::nanoseconds patience) {
    if (plugin_.save_state == nullptr) return {};
    const auto saved = std::make_shared<SavedState>();
    lane_->post([self = shared_from_this(), saved] {
        const alysio_sink sink{saved.get(), SavedState::write};
        saved->status =
            self->instance_ == nullptr ? ALYSIO_E_WRONG_STATE : self->plugin_.save_state(self->instance_, &sink);
        saved->ended.set();
    });
    // What it says too late is not looked at: it may still be writing.
    const bool came = lane_->executor().wait(saved->ended, patience);
    const auto status = came ? saved->status : ALYSIO_E_CANCELLED;
    if (status == ALYSIO_OK) return std::move(saved->bytes);
    const LogField fields[] = {{"status", std::int64_t{status}}, {"plugin", plugin_name()}};
    log().write({ALYSIO_LOG_WARN, "runtime", "plugin.state_lost",
                 "the plugin did not hand over its state: the next generation starts cold", 0, fields});
    return {};
}

void Instance::destroy() {
    run_on(*lane_, [this] {
        if (instance_ == nullptr) return;
        ledger_.give_up_all(given_up("The host closed the plugin."));
        plugin_.destroy(std::exchange(instance_, nullptr));
    });
}

void Instance::begin(const std::shared_ptr<Call>& call) {
    ledger_.open(call);
    if (call->request.time_limit) {
        call->alarm = later(*call->request.time_limit,
                            [id = call->id](Instance& instance) { instance.begin_cancel(id, ALYSIO_CANCEL_DEADLINE); });
    } else if (limits().call.count() > 0) {
        allow_time(*call);
    }
    const auto status = plugin_.call(instance_, &call->info);
    if (status == ALYSIO_OK) return;
    if (ledger_.call(call->id) == nullptr) {
        misuse(status, "call", "it was finished and refused, both", call->id);
        return;
    }
    CallResult refused;
    refused.end = CallResult::End::refused;
    refused.status = status;
    refused.message = "The plugin refused the call (status " + std::to_string(status) + ").";
    ledger_.close(*call, std::move(refused));
}

// The host's own limit. Whether the call's files grow is looked at whenever it has passed.
void Instance::allow_time(Call& call) {
    call.alarm = later(limits().call, [id = call.id, before = call.grown](Instance& instance) {
        const auto open = instance.ledger_.call(id);
        if (open == nullptr) return;
        if (open->grown - before >= instance.limits().least_growth) return instance.allow_time(*open);
        instance.misuse(ALYSIO_E_CANCELLED, "call", "it took longer than the host's limit for a call", id);
        instance.begin_cancel(id, ALYSIO_CANCEL_DEADLINE);
    });
}

void Instance::begin_cancel(CallId id, alysio_cancel_reason reason) {
    const auto call = ledger_.call(id);
    if (call == nullptr || std::exchange(call->cancelling, true)) return;
    call->reason = reason;
    call->alarm = later(limits().grace, [id](Instance& instance) { instance.end_grace(id); });
    plugin_.cancel(instance_, id, reason, static_cast<std::uint64_t>(limits().grace.count()));
}

void Instance::end_grace(CallId id) {
    const auto call = ledger_.call(id);
    if (call == nullptr) return;
    call->alarm = later(limits().linger, [id](Instance& instance) { instance.give_up(id); });
    ledger_.expire(*call);
}

void Instance::give_up(CallId id) {
    const auto call = ledger_.call(id);
    if (call == nullptr) return;
    misuse(ALYSIO_E_CANCELLED, "cancel", "the plugin did not finish a cancelled call in time", id);
    const bool late = call->reason == ALYSIO_CANCEL_DEADLINE;
    ledger_.give_up(
        call, given_up((late ? "The call took longer than its limit" + limit_of(*call) : "The call was cancelled") +
                       std::string(", and the plugin did not end it in time.")));
}

// " of 300 s"
std::string Instance::limit_of(const Call& call) const {
    const auto limit = call.request.time_limit.value_or(limits().call);
    return " of " + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(limit).count()) + " s";
}

std::unique_ptr<Alarm> Instance::later(std::chrono::nanoseconds delay, std::function<void(Instance&)> step) {
    return lane_->executor().after(delay, [weak = weak_from_this(), step = std::move(step)] {
        const auto self = weak.lock();
        if (self == nullptr) return;
        self->lane_->post([self, step] { step(*self); });
    });
}

const void* Instance::service_table(std::string_view id) const noexcept {
    for (const auto& service : options_.services) {
        if (service.id == id) return service.table;
    }
    return nullptr;
}

bool Instance::on_lane(std::string_view function) const noexcept {
    if (lane_->is_current()) return true;
    misuse(ALYSIO_E_WRONG_STATE, function, "called off the plugin's lane");
    return false;
}

alysio_status Instance::too_many(const Call& call, std::string_view function) const noexcept {
    return misuse(ALYSIO_E_LIMITED, function, "the call has as many timers, requests and files open as one may have",
                  call.id);
}

alysio_status Instance::misuse(alysio_status status, std::string_view function, std::string_view what,
                               alysio_call call) const noexcept {
    const LogField fields[] = {{"function", function}, {"status", std::int64_t{status}}, {"plugin", plugin_name()}};
    log().write({ALYSIO_LOG_WARN, "runtime", "plugin.misuse", what, call, fields});
    return status;
}

}  // namespace alysio::sandbox::runtime
