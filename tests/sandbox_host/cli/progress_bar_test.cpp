#include "sandbox_host/cli/show/progress_bar.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace alysio::sandbox::cli {
namespace {

using std::chrono::milliseconds;
const std::chrono::steady_clock::time_point start{std::chrono::hours{1}};
const Style terminal{true, false, 80};

}  // namespace

TEST_CASE("progress is shown as a share of the whole, or as a count") {
    CHECK(progress_line(3000, 12000, "rows", 80) == "[######------------------]  3,000 of 12,000  rows");
    CHECK(progress_line(12000, 12000, "", 80) == "[########################]  12,000 of 12,000");
    CHECK(progress_line(15, 10, "", 80) == "[########################]  15 of 10");
    CHECK(progress_line(1234567, 0, "rows", 80) == "1,234,567  rows");
    CHECK(progress_line(3000, 12000, "rows", 10) == "[######--…");
}

TEST_CASE("a quick call shows no progress") {
    std::ostringstream out;
    ProgressBar bar{out, terminal, start};
    bar.show(1, 2, "", start + milliseconds{299});
    bar.clear();
    CHECK(out.str().empty());
}

TEST_CASE("the line is wiped when the call ends") {
    std::ostringstream out;
    {
        ProgressBar bar{out, terminal, start};
        bar.show(1, 0, "", start + milliseconds{300});
    }
    CHECK(out.str() == "\r1\r \r");
}

TEST_CASE("a shorter line leaves nothing of the longer one before it, and no escape is needed") {
    std::ostringstream out;
    ProgressBar bar{out, terminal, start};
    bar.show(1000, 0, "", start + milliseconds{300});
    bar.show(7, 0, "", start + milliseconds{400});
    CHECK(out.str() == "\r1,000\r7    ");
}

TEST_CASE("where nobody watches there is no progress") {
    std::ostringstream out;
    ProgressBar bar{out, {}, start};
    bar.show(1, 2, "", start + std::chrono::seconds{5});
    CHECK(out.str().empty());
}

}  // namespace alysio::sandbox::cli
