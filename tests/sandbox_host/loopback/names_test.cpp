#include "sandbox_host/loopback/names.hpp"

#include "tests/sandbox_host/loopback/spellings.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::loopback;
using namespace alysio::sandbox::loopback::tests;

TEST_CASE("this machine has three names, each with a port or without, and no other spelling is one") {
    for (const auto own : own_authorities) {
        CAPTURE(own);
        CHECK(is_own_authority(own));
    }
    for (const auto foreign : foreign_authorities) {
        CAPTURE(foreign);
        CHECK_FALSE(is_own_authority(foreign));
    }
}

TEST_CASE("an origin of this machine is http or https and one of its names, and nothing else") {
    for (const auto own : own_origins) {
        CAPTURE(own);
        CHECK(is_own_origin(own));
    }
    for (const auto foreign : foreign_origins) {
        CAPTURE(foreign);
        CHECK_FALSE(is_own_origin(foreign));
    }
    for (const auto foreign : foreign_authorities) {
        CAPTURE(foreign);
        CHECK_FALSE(is_own_origin("http://" + std::string(foreign)));
    }
}

TEST_CASE("a request asks for one host") {
    CHECK(asks_for_this_machine({{"Host", "localhost"}}));
    CHECK(asks_for_this_machine({{"hOST", "localhost"}, {"X-Host", "evil.com"}}));
    CHECK_FALSE(asks_for_this_machine({}));
    CHECK_FALSE(asks_for_this_machine({{"Host", "localhost"}, {"Host", "evil.com"}}));
    CHECK_FALSE(asks_for_this_machine({{"Host", "evil.com"}, {"host", "localhost"}}));
    CHECK_FALSE(asks_for_this_machine({{"Host", "localhost"}, {"Host", "localhost"}}));
}

TEST_CASE("a request comes from no page, or from one of this machine") {
    CHECK(comes_from_this_machine({}));
    CHECK(comes_from_this_machine({{"origin", "http://localhost"}}));
    CHECK_FALSE(comes_from_this_machine({{"Origin", ""}}));
    CHECK_FALSE(comes_from_this_machine({{"Origin", "http://localhost"}, {"Origin", "http://evil.com"}}));
    CHECK_FALSE(comes_from_this_machine({{"Origin", "http://localhost"}, {"Origin", "http://localhost"}}));
}
