#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

namespace alysio::sandbox::tenants {

/// The locators of result pages that responses issued to one principal, and that its later requests may therefore use.
/// The newest are remembered; a page the host forgot about has to be queried anew. Any thread.
class IssuedLocators {
  public:
    explicit IssuedLocators(std::size_t capacity = 20'000) : capacity_(capacity) {}

    void remember(std::string_view locator);
    bool knows(std::string_view locator) const;

  private:
    mutable std::mutex mutex_;
    const std::size_t capacity_;
    std::unordered_set<std::string> locators_;
    std::deque<const std::string*> by_age_;  // into locators_, whose elements do not move
};

}  // namespace alysio::sandbox::tenants
