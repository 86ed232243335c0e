#include "sandbox_host/cli/watch/save_batcher.hpp"

#include <catch2/catch.hpp>

using alysio::sandbox::cli::SaveBatcher;
using namespace std::chrono_literals;
using Files = std::set<std::filesystem::path>;

TEST_CASE("saves are gathered until none has come for a while") {
    const SaveBatcher::Time start{};
    SaveBatcher saves;
    CHECK_FALSE(saves.due());
    saves.add("a.cpp", start);
    saves.add("b.cpp", start + 40ms);
    saves.add("a.cpp", start + 80ms);
    CHECK(saves.due() == start + 130ms);
    CHECK_FALSE(saves.take(start + 129ms));
    const auto batch = saves.take(start + 130ms);
    REQUIRE(batch);
    CHECK(batch->files == Files{"a.cpp", "b.cpp"});
    CHECK(batch->first == start);
}

TEST_CASE("a batch is taken once, and the next one begins anew") {
    const SaveBatcher::Time start{};
    SaveBatcher saves;
    saves.add("a.cpp", start);
    REQUIRE(saves.take(start + 1s));
    CHECK_FALSE(saves.due());
    CHECK_FALSE(saves.take(start + 2s));
    saves.add("b.cpp", start + 3s);
    const auto batch = saves.take(start + 4s);
    REQUIRE(batch);
    CHECK(batch->files == Files{"b.cpp"});
    CHECK(batch->first == start + 3s);
}
