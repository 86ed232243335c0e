#pragma once

#include "plugin/salesforce/user_context.hpp"

#include <alysio/sdk/semaphore.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace alysio::salesforce {

/// What the plugin remembers of one principal (a connected user of one org) between calls, its describes apart.
struct Account {
    explicit Account(std::string principal_) : principal(std::move(principal_)) {}

    std::string principal;

    /// Salesforce drops the oldest of a user's ten query cursors; all calls together keep to four.
    sdk::Semaphore cursors{4};

    std::optional<UserContext> context;
    sdk::Semaphore context_flight{1};

    /// Learnt from a describe, for hosts that do not say where the account is opened.
    std::string instance_url;
};

/// The accounts of a plugin instance, the longest unused forgotten first.
class Accounts {
  public:
    std::shared_ptr<Account> of(std::string_view principal);

  private:
    static constexpr std::size_t max_idle = 1000;

    struct Entry {
        std::shared_ptr<Account> account;
        std::uint64_t used = 0;
    };
    void forget_oldest();

    std::unordered_map<std::string, Entry> entries_;
    std::uint64_t clock_ = 0;
};

}  // namespace alysio::salesforce
