#include "sandbox_host/cli/watch/source_watcher.hpp"

#include "tests/sandbox_host/cli/watch/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <poll.h>

#include <set>

using alysio::sandbox::cli::SourceWatcher;
using alysio::sandbox::testing::TemporaryFolder;
namespace fs = std::filesystem;
using Names = std::set<std::string>;

namespace {

class Watched {
  public:
    explicit Watched(const TemporaryFolder& folder, const std::vector<fs::path>& sources,
                     const std::vector<fs::path>& except = {})
        : folder_(folder.path()), watcher_(std::move(*SourceWatcher::watch(sources, except))) {}

    // The names of what changed, relative to the folder. The system queues events as they happen, so nothing is missing.
    Names changed() {
        Names names;
        for (const auto& file : watcher_.take()) names.insert(file.lexically_relative(folder_).string());
        return names;
    }
    bool has_news() const {
        pollfd wait{watcher_.events(), POLLIN, 0};
        return poll(&wait, 1, 0) == 1;
    }

  private:
    const fs::path folder_;
    SourceWatcher watcher_;
};

}  // namespace

TEST_CASE("files that are written, made, renamed or removed are seen, however deep") {
    const TemporaryFolder folder;
    folder.write("src/a.cpp");
    folder.write("src/deep/er/b.cpp");
    folder.write("other/c.cpp");
    Watched watched(folder, {folder / "src"});
    CHECK_FALSE(watched.has_news());
    folder.write("src/a.cpp", "y");
    folder.write("src/deep/er/b.cpp", "y");
    folder.write("src/deep/new.cpp");
    folder.write("other/c.cpp", "y");
    CHECK(watched.has_news());
    CHECK(watched.changed() == Names{"src/a.cpp", "src/deep/er/b.cpp", "src/deep/new.cpp"});
    CHECK(watched.changed().empty());
    fs::rename(folder / "other/c.cpp", folder / "src/a.cpp");
    CHECK(watched.changed() == Names{"src/a.cpp"});
    fs::remove(folder / "src/a.cpp");
    CHECK(watched.changed() == Names{"src/a.cpp"});
}

TEST_CASE("folders that are made while it watches are watched, with what was in them before anybody could look") {
    const TemporaryFolder folder;
    folder.write("src/a.cpp");
    Watched watched(folder, {folder / "src"});
    folder.write("src/new/deep/b.cpp");
    CHECK(watched.changed() == Names{"src/new/deep/b.cpp"});
    folder.write("src/new/deep/b.cpp", "y");
    CHECK(watched.changed() == Names{"src/new/deep/b.cpp"});
    folder.write("elsewhere/c/c.cpp");
    fs::rename(folder / "elsewhere", folder / "src/moved");
    CHECK(watched.changed() == Names{"src/moved/c/c.cpp"});
    fs::rename(folder / "src/moved", folder / "src/again");
    watched.changed();
    folder.write("src/again/c/c.cpp", "y");
    CHECK(watched.changed() == Names{"src/again/c/c.cpp"});
}

TEST_CASE("a folder that has left is watched no more") {
    const TemporaryFolder folder;
    folder.write("src/old/a.cpp");
    Watched watched(folder, {folder / "src"});
    fs::rename(folder / "src/old", folder / "gone");
    CHECK(watched.changed() == Names{"src/old"});
    folder.write("gone/a.cpp", "y");
    CHECK(watched.changed().empty());
}

TEST_CASE("what editors and version control keep for themselves is left out") {
    const TemporaryFolder folder;
    folder.write("src/a.cpp");
    folder.write("src/.git/index");
    Watched watched(folder, {folder / "src"});
    for (const auto* name : {".a.cpp.swp", "a.cpp~", "#a.cpp#", ".#a.cpp", "4913", "a.cpp.tmp", "a.cpp___jb_tmp___"}) {
        folder.write(fs::path("src") / name);
    }
    folder.write("src/.git/index", "y");
    folder.write("src/.cache/x");
    CHECK(watched.changed().empty());
    // As vim saves: the old file aside, a new one in its place, the old one away.
    fs::rename(folder / "src/a.cpp", folder / "src/a.cpp~");
    folder.write("src/a.cpp", "y");
    fs::remove(folder / "src/a.cpp~");
    CHECK(watched.changed() == Names{"src/a.cpp"});
}

TEST_CASE("a build folder within the sources is not looked into") {
    const TemporaryFolder folder;
    folder.write("a.cpp");
    folder.write("build/a.o");
    Watched watched(folder, {folder.path()}, {folder / "build", folder / "second"});
    folder.write("build/a.o", "y");
    folder.write("build/deep/b.o");
    folder.write("second/b.o");
    folder.write("a.cpp", "y");
    CHECK(watched.changed() == Names{"a.cpp"});
}

TEST_CASE("a single file is watched without its neighbours, also when another takes its place") {
    const TemporaryFolder folder;
    folder.write("manifest.json");
    Watched watched(folder, {folder / "manifest.json"});
    folder.write("README.md");
    folder.write("sub/manifest.json");
    CHECK(watched.changed().empty());
    folder.write("fresh");
    fs::rename(folder / "fresh", folder / "manifest.json");
    CHECK(watched.changed() == Names{"manifest.json"});
}

TEST_CASE("a source that is not there is refused by its name") {
    const TemporaryFolder folder;
    const auto watcher = SourceWatcher::watch({folder / "nothing"});
    REQUIRE_FALSE(watcher);
    CHECK(watcher.error().message.find("nothing cannot be watched: No such file") != std::string::npos);
}
