#include "sandbox_host/tenants/issued_locators.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::tenants {

TEST_CASE("only the newest locators are remembered") {
    IssuedLocators locators{3};
    for (const char* locator : {"a", "b", "b", "c", "d"}) locators.remember(locator);
    CHECK_FALSE(locators.knows("a"));
    CHECK(locators.knows("b"));
    CHECK(locators.knows("d"));
    CHECK_FALSE(locators.knows(""));
}

}  // namespace alysio::sandbox::tenants
