#include "sandbox_host/runtime/ledger.hpp"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

namespace alysio::sandbox::runtime {

std::uint64_t next_handle() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

void Ledger::open(std::shared_ptr<Call> call) {
    const auto id = call->id;
    calls_.emplace(id, std::move(call));
}

std::shared_ptr<Call> Ledger::call(alysio_call handle) const {
    const auto found = calls_.find(handle);
    return found == calls_.end() ? nullptr : found->second;
}

void Ledger::close(Call& call, CallResult result) {
    const auto entry = calls_.extract(call.id);
    if (entry.empty()) return;
    for (const auto handle : std::exchange(call.operations, {})) {
        if (const auto operation = find<Operation>(handle)) abandon(*operation);
    }
    call.alarm.reset();
    call.on_end(std::move(result));
}

void Ledger::give_up(const std::shared_ptr<Call>& call, CallResult result) {
    given_up_.emplace(call->id, call);
    close(*call, std::move(result));
}

void Ledger::give_up_all(const CallResult& result) {
    std::vector<CallId> ids;
    for (const auto& [id, call] : calls_) ids.push_back(id);
    std::sort(ids.begin(), ids.end());  // the oldest first, whatever the table's order is
    for (const auto id : ids) {
        if (const auto open = call(id)) give_up(open, result);
    }
}

std::uint64_t Ledger::adopt(Call& call, std::shared_ptr<Operation> operation) {
    const auto handle = next_handle();
    operation->lane_ = lane_;
    operation->ledger_ = this;
    operation->handle_ = handle;
    operation->call_ = call.id;
    call.operations.push_back(handle);
    operations_.emplace(handle, std::move(operation));
    return handle;
}

void Ledger::grow(const Operation& operation, std::uint64_t bytes) noexcept {
    if (const auto found = calls_.find(operation.call_); found != calls_.end()) found->second->grown += bytes;
}

void Ledger::abandon(Operation& operation) noexcept {
    const auto alive = operation.shared_from_this();
    strike(operation);
    operation.abandon();
}

void Ledger::expire(Call& call) {
    // A copy: each one that ends strikes itself from the list.
    for (const auto handle : std::vector(call.operations)) {
        if (const auto operation = find<Operation>(handle)) operation->expire();
    }
}

void Ledger::strike(Operation& operation) noexcept {
    operation.ended_ = true;
    {
        std::lock_guard lock(operation.mutex_);
        operation.lane_.reset();
    }
    operations_.erase(operation.handle_);
    if (const auto found = calls_.find(operation.call_); found != calls_.end()) {
        std::erase(found->second->operations, operation.handle_);
    }
}

}  // namespace alysio::sandbox::runtime
