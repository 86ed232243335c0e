#include "plugin/salesforce/principal_state.hpp"

namespace alysio::salesforce {

std::shared_ptr<PrincipalState> PrincipalStates::of(std::string_view key) {
    const auto [entry, added] = entries_.try_emplace(std::string(key));
    if (added) entry->second.state = std::make_shared<PrincipalState>(std::string(key));
    entry->second.used = ++clock_;
    std::shared_ptr<PrincipalState> state = entry->second.state;
    if (entries_.size() > max_idle) forget_oldest();
    return state;
}

// A state that a call holds stays: its turns are counted there.
void PrincipalStates::forget_oldest() {
    auto oldest = entries_.end();
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
        const bool idle = entry->second.state.use_count() == 1;
        if (idle && (oldest == entries_.end() || entry->second.used < oldest->second.used)) oldest = entry;
    }
    if (oldest != entries_.end()) entries_.erase(oldest);
}

}  // namespace alysio::salesforce
