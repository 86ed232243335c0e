#pragma once

#include "plugin/salesforce/user_context.hpp"

#include <alysio/sdk/semaphore.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace alysio::salesforce {

/// What the plugin remembers of one principal (a connected user of one org) between calls, its describes apart.
struct PrincipalState {
    explicit PrincipalState(std::string key_) : key(std::move(key_)) {}

    std::string key;  // the host's name for the principal

    std::optional<UserContext> context;
    std::optional<std::string> corporate_currency;  // empty: the org does not say
    sdk::Semaphore context_turn{1};                 // held by the call that asks for it

    /// Learnt from a describe, for hosts that do not say where the account is opened.
    std::string instance_url;
};

/// The principals of a plugin instance, the longest unused forgotten first.
class PrincipalStates {
  public:
    std::shared_ptr<PrincipalState> of(std::string_view key);

  private:
    static constexpr std::size_t max_idle = 1000;

    struct Entry {
        std::shared_ptr<PrincipalState> state;
        std::uint64_t used = 0;
    };
    void forget_oldest();

    std::unordered_map<std::string, Entry> entries_;
    std::uint64_t clock_ = 0;
};

}  // namespace alysio::salesforce
