#include "sandbox_host/runtime/plugin_watcher.hpp"

#include "tests/sandbox_host/runtime/build_folder.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>
#include <vector>

using namespace alysio::sandbox::runtime;
using alysio::sandbox::testing::BuildFolder;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using Hashes = std::vector<std::string>;

namespace {

// Notes which library lay there whenever a new build was told of.
class Watched {
  public:
    explicit Watched(const BuildFolder& place, const std::string& running, std::chrono::milliseconds patience = 1h)
        : library_(place.library),
          watcher_(
              place.library, place.manifest, running.empty() ? "" : BuildFolder::hash(running), [this] { note(); },
              patience) {}

    // Waits until that many were told of.
    Hashes seen(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return seen_.size() >= count; });
        return seen_;
    }

  private:
    void note() {
        std::lock_guard lock(mutex_);
        seen_.push_back(sha256_of_file(library_).value_or("none"));
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    Hashes seen_;
    const fs::path library_;
    PluginWatcher watcher_;
};

const auto one = [] { return BuildFolder::hash("reloadable_one"); };
const auto two = [] { return BuildFolder::hash("reloadable_two"); };
const auto other = [] { return BuildFolder::hash("reloadable_other_tools"); };

}  // namespace

TEST_CASE("a new build is told of once library and manifest agree, whichever came last") {
    const BuildFolder place;
    place.build("reloadable_one", "one");
    Watched watched(place, "reloadable_one");
    SECTION("the library first") {
        place.write_library("reloadable_two");
        place.write_manifest("reloadable_two", "two");
    }
    SECTION("the manifest first") {
        place.write_manifest("reloadable_two", "two");
        place.write_library("reloadable_two");
    }
    SECTION("the library in pieces") {
        place.write_manifest("reloadable_two", "two");
        std::ofstream(place.library) << "the first bytes";
        place.write_library("reloadable_two");
    }
    CHECK(watched.seen(1) == Hashes{two()});
    place.build("reloadable_other_tools", "other");
    CHECK(watched.seen(2) == Hashes{two(), other()});
}

TEST_CASE("what runs already is no new build, nor is a build that is written again") {
    const BuildFolder place;
    place.build("reloadable_one", "one");
    Watched watched(place, "reloadable_one");
    place.build("reloadable_one", "one");
    place.build("reloadable_two", "two");
    CHECK(watched.seen(1) == Hashes{two()});
    place.build("reloadable_two", "two");
    place.build("reloadable_one", "one");
    CHECK(watched.seen(2) == Hashes{two(), one()});
}

TEST_CASE("a build that came while nobody watched is told of at once") {
    const BuildFolder place;
    place.build("reloadable_two", "two");
    Watched watched(place, "reloadable_one");
    CHECK(watched.seen(1) == Hashes{two()});
}

TEST_CASE("files that go on disagreeing are told of once, since loading them says why") {
    const BuildFolder place;
    place.build("reloadable_one", "one");
    Watched watched(place, "reloadable_one", 1ms);
    place.write_library("reloadable_two");
    CHECK(watched.seen(1) == Hashes{two()});
    // The next one is another disagreement.
    place.write_library("reloadable_other_tools");
    CHECK(watched.seen(2) == Hashes{two(), other()});
    place.write_manifest("reloadable_other_tools", "other");
    CHECK(watched.seen(3) == Hashes{two(), other(), other()});
}

TEST_CASE("a folder that is removed by a clean build is watched again when it is back") {
    const BuildFolder place;
    const BuildFolder aside;
    place.build("reloadable_one", "one");
    Watched watched(place, "reloadable_one");
    fs::remove_all(place.path);
    aside.build("reloadable_two", "two");
    fs::copy(aside.path, place.path);
    CHECK(watched.seen(1) == Hashes{two()});
    place.build("reloadable_other_tools", "other");
    CHECK(watched.seen(2) == Hashes{two(), other()});
}

TEST_CASE("other files of the folder are nobody's business") {
    const BuildFolder place;
    place.build("reloadable_one", "one");
    // Long enough for both files of the build on a busy machine.
    Watched watched(place, "reloadable_one", 500ms);
    std::ofstream(place.path / "another.so") << "x";
    place.build("reloadable_two", "two");
    CHECK(watched.seen(1) == Hashes{two()});
}
