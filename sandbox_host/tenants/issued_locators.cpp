#include "sandbox_host/tenants/issued_locators.hpp"

namespace alysio::sandbox::tenants {

void IssuedLocators::remember(std::string_view locator) {
    const std::lock_guard lock{mutex_};
    const auto [place, inserted] = locators_.emplace(locator);
    if (!inserted) return;
    by_age_.push_back(&*place);
    if (by_age_.size() <= capacity_) return;
    locators_.erase(*by_age_.front());
    by_age_.pop_front();
}

bool IssuedLocators::knows(std::string_view locator) const {
    const std::lock_guard lock{mutex_};
    return locators_.count(std::string(locator)) > 0;
}

}  // namespace alysio::sandbox::tenants
