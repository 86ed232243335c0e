#include "sandbox_host/cli/watch/units.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::cli;
using namespace std::chrono_literals;

TEST_CASE("times and sizes have the digits that matter") {
    CHECK(time_text(40us) == "0.0 ms");
    CHECK(time_text(4400us) == "4.4 ms");
    CHECK(time_text(9949us) == "9.9 ms");
    CHECK(time_text(9951us) == "10 ms");
    CHECK(time_text(999ms) == "999 ms");
    CHECK(time_text(2314ms) == "2.31 s");
    CHECK(bytes_text(0) == "0 B");
    CHECK(bytes_text(999) == "999 B");
    CHECK(bytes_text(1234) == "1.2 kB");
    CHECK(bytes_text(999'960) == "1.0 MB");
}
