#include "plugin/salesforce/account.hpp"

namespace alysio::salesforce {

std::shared_ptr<Account> Accounts::of(std::string_view principal) {
    const auto [entry, added] = entries_.try_emplace(std::string(principal));
    if (added) entry->second.account = std::make_shared<Account>(std::string(principal));
    entry->second.used = ++clock_;
    std::shared_ptr<Account> account = entry->second.account;
    if (entries_.size() > max_idle) forget_oldest();
    return account;
}

// An account that a call holds stays: its cursors are counted there.
void Accounts::forget_oldest() {
    auto oldest = entries_.end();
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
        const bool idle = entry->second.account.use_count() == 1;
        if (idle && (oldest == entries_.end() || entry->second.used < oldest->second.used)) oldest = entry;
    }
    if (oldest != entries_.end()) entries_.erase(oldest);
}

}  // namespace alysio::salesforce
