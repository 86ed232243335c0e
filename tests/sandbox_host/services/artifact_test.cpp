#include "sandbox_host/connection/acting_user.hpp"
#include "sandbox_host/runtime/run_folder.hpp"
#include "sandbox_host/services/artifact_file.hpp"
#include "sandbox_host/services/artifact_service.hpp"
#include "tests/plugins/scripted_plugin.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>
#include <sstream>

namespace artifact_test {

using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;
using alysio::sdk::view;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

struct Closed {
    int times = 0;
    alysio_status status = 1;  // none of the ABI's
    alysio_artifact_disposition disposition = 0;
    std::string path;
    std::uint64_t bytes = 0;
    std::string message;
};

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// One file and what the plugin hears of it.
struct Paper {
    Closed closed;
    int writable = 0;
    alysio_artifact handle = 0;
    std::function<void()> on_writable;
    std::function<void()> on_closed;

    static const alysio_artifact_events events;

    static void tell_writable(void* ctx, alysio_artifact) {
        auto& self = *static_cast<Paper*>(ctx);
        ++self.writable;
        if (self.on_writable) self.on_writable();
    }
    static void tell_closed(void* ctx, alysio_artifact, const alysio_artifact_closed* told) {
        auto& self = *static_cast<Paper*>(ctx);
        self.closed.times += 1;
        self.closed.status = told->status;
        self.closed.disposition = told->disposition;
        self.closed.path = view(told->path);
        self.closed.bytes = told->bytes;
        self.closed.message = view(told->message);
        if (self.on_closed) self.on_closed();
    }
};

const alysio_artifact_events Paper::events = {sizeof(alysio_artifact_events), 0, tell_writable, tell_closed};

struct World {
    std::unique_ptr<runtime::RunFolder> root = std::move(*runtime::RunFolder::create({}));
    ScriptedPlugin plugin;
    std::optional<services::ArtifactService> service;
    std::optional<runtime::Runtime> runtime;

    explicit World(services::ArtifactOptions options = {}, runtime::Limits limits = {}) {
        if (options.root.empty()) options.root = root->path();
        service.emplace(options);
        runtime::RuntimeOptions runtime_options;
        runtime_options.instance.services = {service->service()};
        runtime_options.instance.limits = limits;
        runtime.emplace(runtime_options);
        REQUIRE(runtime->load(ScriptedPlugin::table()));
    }
    // Waits until everything is on disk.
    void settle() {
        runtime.reset();
        service.reset();
    }

    const alysio_artifact_service& api() const {
        return *plugin.service<alysio_artifact_service>(ALYSIO_ARTIFACT_SERVICE);
    }
    void* ctx() const { return plugin.host->ctx; }

    void open(alysio_call call, Paper& paper, std::string_view name = "rows.jsonl",
              alysio_artifact_disposition if_left_open = ALYSIO_ARTIFACT_DISCARD) const {
        alysio_artifact_options options{};
        options.struct_size = sizeof options;
        options.if_left_open = if_left_open;
        options.name = alysio::sdk::str(name);
        REQUIRE(api().open(ctx(), call, &options, &Paper::events, &paper, &paper.handle) == ALYSIO_OK);
    }
    alysio_status write(const Paper& paper, std::string_view bytes) const {
        std::uint64_t taken = 0;
        return api().write(ctx(), paper.handle, alysio::sdk::str(bytes), &taken);
    }

    runtime::CallRequest request(const std::string& tenant = "acme", const std::string& user = "admin") const {
        auto identity = std::make_shared<connection::Identity>();
        identity->tenant = tenant;
        identity->user = user;
        auto acting_for = std::make_shared<connection::ActingUser>();
        acting_for->identity = std::move(identity);
        runtime::CallRequest request;
        request.tool = "act";
        request.acting_for = std::move(acting_for);
        return request;
    }
    void call(const std::function<void(alysio_call)>& step, const runtime::CallRequest& request) {
        plugin.on_call = [&](ScriptedPlugin&, const alysio_call_info& info) {
            step(info.call);
            return ALYSIO_OK;
        };
        run(*runtime, request);
    }
    void call(const std::function<void(alysio_call)>& step) { call(step, request()); }

    // A whole file.
    Closed keep(std::string_view name, std::string_view bytes,
                alysio_artifact_disposition disposition = ALYSIO_ARTIFACT_COMMIT) {
        Paper paper;
        call([&](alysio_call call) {
            paper.on_closed = [this, call] { plugin.finish(call); };
            open(call, paper, name);
            write(paper, bytes);
            if (paper.closed.times == 0) api().close(ctx(), paper.handle, disposition);
        });
        return paper.closed;
    }
    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(root->path())) {
            const bool index = entry.path().filename() == services::ArtifactIndex::file_name;
            if (entry.is_regular_file() && !index) names.insert(fs::relative(entry.path(), root->path()).string());
        }
        return names;
    }
};

}  // namespace

TEST_CASE("a committed file has its name, its bytes, and is its owner's alone") {
    World world;
    const auto closed = world.keep("rows.jsonl", "{\"a\":1}\n");
    REQUIRE(closed.times == 1);
    REQUIRE(closed.status == ALYSIO_OK);
    REQUIRE(closed.disposition == ALYSIO_ARTIFACT_COMMIT);
    REQUIRE(closed.bytes == 8);
    REQUIRE(closed.path == (world.root->path() / "acme/admin/rows.jsonl").string());
    REQUIRE(content(closed.path) == "{\"a\":1}\n");
    struct stat status {};
    REQUIRE(stat(closed.path.c_str(), &status) == 0);
    REQUIRE((status.st_mode & 0777) == 0600);
    REQUIRE(stat(fs::path(closed.path).parent_path().c_str(), &status) == 0);
    REQUIRE((status.st_mode & 0777) == 0700);
}

TEST_CASE("a partial file says so by its name, and equal names are numbered") {
    World world;
    for (int i = 0; i < 3; ++i) world.keep("rows.jsonl", "x");
    for (int i = 0; i < 2; ++i) world.keep("rows.jsonl", "x", ALYSIO_ARTIFACT_PARTIAL);
    REQUIRE(world.files() == std::set<std::string>{"acme/admin/rows.jsonl", "acme/admin/rows-2.jsonl",
                                                   "acme/admin/rows-3.jsonl", "acme/admin/rows.jsonl.partial",
                                                   "acme/admin/rows-2.jsonl.partial"});
}

TEST_CASE("tenants and users have folders of their own, whatever they are called") {
    World world;
    Paper papers[5];
    const std::pair<const char*, const char*> whose[] = {
        {"acme", "admin"}, {"acme/admin", "x"}, {"..", ".."}, {"acme%2Fadmin", "x"}, {"", ""}};
    for (int i = 0; i < 5; ++i) {
        world.call(
            [&](alysio_call call) {
                papers[i].on_closed = [&world, call] { world.plugin.finish(call); };
                world.open(call, papers[i]);
                world.api().close(world.ctx(), papers[i].handle, ALYSIO_ARTIFACT_COMMIT);
            },
            world.request(whose[i].first, whose[i].second));
    }
    std::set<fs::path> folders;
    for (const auto& paper : papers) {
        REQUIRE(paper.closed.status == ALYSIO_OK);
        folders.insert(fs::path(paper.closed.path).parent_path());
        REQUIRE(fs::relative(paper.closed.path, world.root->path()).string().substr(0, 2) != "..");
    }
    REQUIRE(folders.size() == 5);
}

TEST_CASE("writes beyond the window wait, and go on when there is room") {
    services::ArtifactOptions options;
    options.window = 1'000;
    World world(options);
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += static_cast<char>('a' + i % 26);
    Paper paper;
    std::size_t at = 0;
    int blocked = 0;
    world.call([&](alysio_call call) {
        const auto pour = [&] {
            while (at < text.size()) {
                std::uint64_t taken = 0;
                const auto status = world.api().write(
                    world.ctx(), paper.handle, alysio::sdk::str(std::string_view(text).substr(at, 3'000)), &taken);
                at += taken;
                REQUIRE(taken <= 1'000);
                if (status == ALYSIO_WOULD_BLOCK) {
                    ++blocked;
                    return;
                }
            }
            world.api().close(world.ctx(), paper.handle, ALYSIO_ARTIFACT_COMMIT);
        };
        paper.on_writable = pour;
        paper.on_closed = [&, call] { world.plugin.finish(call); };
        world.open(call, paper);
        pour();
    });
    REQUIRE(blocked >= 19);
    REQUIRE(paper.writable == blocked);
    REQUIRE(paper.closed.status == ALYSIO_OK);
    REQUIRE(paper.closed.bytes == text.size());
    REQUIRE(content(paper.closed.path) == text);
}

TEST_CASE("discarding ends a file in silence and leaves nothing") {
    World world;
    Paper paper;
    alysio_status stale = ALYSIO_OK;
    world.call([&](alysio_call call) {
        world.open(call, paper, "rows.jsonl", ALYSIO_ARTIFACT_PARTIAL);
        world.write(paper, "text");
        world.api().close(world.ctx(), paper.handle, ALYSIO_ARTIFACT_DISCARD);
        stale = world.write(paper, "more");
        world.plugin.finish(call);
    });
    world.settle();
    REQUIRE(stale == ALYSIO_E_STALE);
    REQUIRE(paper.closed.times == 0);
    REQUIRE(world.files().empty());
}

TEST_CASE("a file left open when its call ends becomes what its options say, in silence") {
    World world;
    Paper partial;
    Paper discarded;
    world.call([&](alysio_call call) {
        world.open(call, partial, "kept.csv", ALYSIO_ARTIFACT_PARTIAL);
        world.open(call, discarded, "gone.csv", ALYSIO_ARTIFACT_DISCARD);
        world.write(partial, "a,b\n");
        world.write(discarded, "a,b\n");
        world.plugin.finish(call);
    });
    world.settle();
    REQUIRE(partial.closed.times + discarded.closed.times == 0);
    REQUIRE(world.files() == std::set<std::string>{"acme/admin/kept.csv.partial"});
    REQUIRE(content(world.root->path() / "acme/admin/kept.csv.partial") == "a,b\n");
}

TEST_CASE("a commit whose call ends before it is told is a commit all the same") {
    World world;
    Paper paper;
    world.call([&](alysio_call call) {
        world.open(call, paper);
        world.write(paper, "whole");
        world.api().close(world.ctx(), paper.handle, ALYSIO_ARTIFACT_COMMIT);
        world.plugin.finish(call);
    });
    world.settle();
    REQUIRE(paper.closed.times == 0);
    REQUIRE(content(world.root->path() / "acme/admin/rows.jsonl") == "whole");
}

TEST_CASE("writing or closing after close is the wrong state") {
    World world;
    Paper paper;
    std::vector<alysio_status> statuses;
    world.call([&](alysio_call call) {
        paper.on_closed = [&, call] { world.plugin.finish(call); };
        world.open(call, paper);
        statuses.push_back(world.api().close(world.ctx(), paper.handle, 9));
        world.api().close(world.ctx(), paper.handle, ALYSIO_ARTIFACT_COMMIT);
        statuses.push_back(world.write(paper, "late"));
        statuses.push_back(world.api().close(world.ctx(), paper.handle, ALYSIO_ARTIFACT_COMMIT));
        statuses.push_back(world.api().close(world.ctx(), paper.handle, ALYSIO_ARTIFACT_DISCARD));
    });
    REQUIRE(statuses == std::vector<alysio_status>{ALYSIO_E_INVALID_ARGUMENT, ALYSIO_E_WRONG_STATE,
                                                   ALYSIO_E_WRONG_STATE, ALYSIO_E_WRONG_STATE});
    REQUIRE(paper.closed.status == ALYSIO_OK);
    REQUIRE(paper.closed.bytes == 0);
}

TEST_CASE("a folder that cannot be made is told by the terminal event") {
    services::ArtifactOptions options;
    options.root = "/proc/results";
    World world(options);
    const auto closed = world.keep("rows.jsonl", "x");
    REQUIRE(closed.status == ALYSIO_E_STORAGE);
    REQUIRE(closed.path.empty());
    REQUIRE_THAT(closed.message, Catch::StartsWith("The folder /proc/results/acme/admin cannot be made: "));
}

TEST_CASE("a write that fails is told by the terminal event, and nothing is left") {
    // The kernel refuses what goes beyond this limit, as it does on a full disk.
    struct rlimit before {};
    getrlimit(RLIMIT_FSIZE, &before);
    auto* const handler = signal(SIGXFSZ, SIG_IGN);
    const struct rlimit small = {1'000, before.rlim_max};
    World world;
    setrlimit(RLIMIT_FSIZE, &small);
    const auto closed = world.keep("rows.jsonl", std::string(5'000, 'x'));
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    REQUIRE(closed.times == 1);
    REQUIRE(closed.status == ALYSIO_E_STORAGE);
    REQUIRE(closed.message == "The file rows.jsonl cannot be written: File too large.");
    world.settle();
    REQUIRE(world.files().empty());
}

TEST_CASE("a file whose name cannot be given is told by the terminal event") {
    const auto root = std::move(*runtime::RunFolder::create({}));
    services::LocalDisk disk;
    services::ArtifactFile file(disk, root->path() / "a" / "b", "rows.jsonl", 1000, 168h);
    REQUIRE(file.open().status == ALYSIO_OK);
    fs::remove_all(root->path() / "a");
    const auto outcome = file.finish(ALYSIO_ARTIFACT_COMMIT);
    REQUIRE(outcome.status == ALYSIO_E_STORAGE);
    REQUIRE_THAT(outcome.message, Catch::StartsWith("The file cannot get its name, rows.jsonl: "));
    REQUIRE(file.write("more").status == ALYSIO_E_STORAGE);
}

TEST_CASE("a user's files together stay below the quota") {
    services::ArtifactOptions options;
    options.quota = 1'000;
    World world(options);
    REQUIRE(world.keep("a", std::string(600, 'x')).status == ALYSIO_OK);
    const auto closed = world.keep("b", std::string(600, 'x'));
    REQUIRE(closed.times == 1);
    REQUIRE(closed.status == ALYSIO_E_LIMITED);
    REQUIRE_THAT(closed.message, Catch::Contains("1000 bytes"));
    REQUIRE(world.keep("c", std::string(400, 'x')).status == ALYSIO_OK);
    REQUIRE(world.files() == std::set<std::string>{"acme/admin/a", "acme/admin/c"});
}

TEST_CASE("a call that acts for nobody has no folder") {
    World world;
    Paper paper;
    runtime::CallRequest request;
    request.tool = "act";
    world.call(
        [&](alysio_call call) {
            paper.on_closed = [&, call] { world.plugin.finish(call); };
            world.open(call, paper);
        },
        request);
    REQUIRE(paper.closed.status == ALYSIO_E_STORAGE);
    REQUIRE(paper.closed.message == "This call has no folder for results.");
}

TEST_CASE("a cancelled call opens nothing new; after its grace the host closes what is open") {
    runtime::Limits limits;
    limits.grace = 5ms;
    World world({}, limits);
    Paper left_open;
    Paper refused;
    world.plugin.on_cancel = [&](ScriptedPlugin&, alysio_call call, alysio_cancel_reason, std::uint64_t) {
        world.open(call, refused);
    };
    auto request = world.request();
    request.time_limit = 5ms;
    world.call(
        [&](alysio_call call) {
            left_open.on_closed = [&, call] { world.plugin.finish(call); };
            world.open(call, left_open, "rows.csv", ALYSIO_ARTIFACT_PARTIAL);
            world.write(left_open, "half");
        },
        request);
    REQUIRE(refused.closed.status == ALYSIO_E_CANCELLED);
    REQUIRE(left_open.closed.status == ALYSIO_E_CANCELLED);
    REQUIRE(left_open.closed.disposition == ALYSIO_ARTIFACT_PARTIAL);
    REQUIRE(content(left_open.closed.path) == "half");
}

// Files of one user on this disk, whose clock is the test's.
struct AgeingFolder {
    std::unique_ptr<runtime::RunFolder> root = std::move(*runtime::RunFolder::create({}));
    services::ArtifactIndex::Time now =
        std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
    services::ArtifactOptions options;

    AgeingFolder() {
        options.root = root->path();
        options.disk = std::make_shared<services::LocalDisk>([this] { return now; });
    }
    fs::path user() const { return root->path() / "acme" / "admin"; }
    // Through the host: this is what begins by removing what has expired.
    fs::path write(std::string_view name) const {
        World world(options);
        const auto closed = world.keep(name, "rows");
        REQUIRE(closed.status == ALYSIO_OK);
        world.settle();
        return user() / name;
    }
    static void put(const fs::path& file, std::string_view text) {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
    std::set<std::string> files() const {
        std::set<std::string> left;
        for (const auto& entry : fs::recursive_directory_iterator(root->path())) {
            const auto name = entry.path().filename().string();
            if (!entry.is_directory() && name != services::ArtifactIndex::file_name) left.insert(name);
        }
        return left;
    }
};

using Names = std::set<std::string>;

TEST_CASE("a file of the host's that is a week old goes when the next one is begun, and not before") {
    AgeingFolder folder;
    folder.write("old.csv");
    folder.now += 100h;
    folder.write("new.csv");
    folder.now += 69h;
    { const World reads_only(folder.options); }
    CHECK(folder.files() == Names{"old.csv", "new.csv"});
    folder.write("next.csv");
    CHECK(folder.files() == Names{"new.csv", "next.csv"});
}

TEST_CASE("files that somebody else put into the folder stay, however old they are") {
    AgeingFolder folder;
    folder.write("ours.csv");
    AgeingFolder::put(folder.user() / "theirs.csv", "kept");
    AgeingFolder::put(folder.user() / ".unfinished-theirs", "kept");
    AgeingFolder::put(folder.root->path() / "a" / "b" / "c.txt", "kept");
    AgeingFolder::put(folder.root->path() / "note.txt", "kept");
    folder.now += 10'000h;
    folder.write("next.csv");
    CHECK(folder.files() == Names{"theirs.csv", ".unfinished-theirs", "c.txt", "note.txt", "next.csv"});
}

TEST_CASE("a file of the host's that somebody changed or put another in the place of is no longer the host's") {
    AgeingFolder folder;
    AgeingFolder::put(folder.write("changed.csv"), "with a note of mine");
    const auto replaced = folder.write("replaced.csv");
    fs::rename(replaced, folder.user() / "renamed.csv");
    AgeingFolder::put(replaced, "rows");
    const auto linked = folder.write("linked.csv");
    fs::remove(linked);
    fs::create_symlink(replaced, linked);
    folder.now += 10'000h;
    folder.write("next.csv");
    CHECK(folder.files() == Names{"changed.csv", "replaced.csv", "renamed.csv", "linked.csv", "next.csv"});
}

TEST_CASE("an index that names what is elsewhere, or is no index, removes nothing") {
    AgeingFolder folder;
    const auto outside = folder.root->path() / "outside.csv";
    AgeingFolder::put(outside, "kept");
    struct stat status {};
    REQUIRE(stat(outside.c_str(), &status) == 0);
    const auto text =
        GENERATE_COPY(std::to_string(status.st_ino) + " 0 0 0 ../../outside.csv\n", std::string("junk\n1 2\n"),
                      std::to_string(status.st_ino) + " 0 0 0 " + outside.string() + "\n");
    AgeingFolder::put(folder.user() / services::ArtifactIndex::file_name,
                      std::string(services::ArtifactIndex::header) + text);
    folder.now += 10'000h;
    folder.write("next.csv");
    CHECK(folder.files() == Names{"outside.csv", "next.csv"});
}

TEST_CASE("what somebody else keeps under the name of the index stays as it is, and so do the files beside it") {
    AgeingFolder folder;
    const auto written = folder.write("ours.csv");
    const auto index = folder.user() / services::ArtifactIndex::file_name;
    const auto elsewhere = folder.root->path() / "elsewhere.txt";
    const auto text_of = [](const fs::path& file) {
        return std::string(std::istreambuf_iterator<char>(std::ifstream(file).rdbuf()), {});
    };
    AgeingFolder::put(elsewhere, text_of(index));
    fs::remove(index);
    const auto kind = GENERATE(as<std::string>(), "a text", "a hard link", "a symlink", "a pipe", "a folder");
    INFO(kind);
    if (kind == "a text") AgeingFolder::put(index, "my notes");
    if (kind == "a hard link") fs::create_hard_link(elsewhere, index);
    if (kind == "a symlink") fs::create_symlink(elsewhere, index);
    if (kind == "a pipe") REQUIRE(mkfifo(index.c_str(), 0600) == 0);
    if (kind == "a folder") fs::create_directory(index);
    const auto before = text_of(elsewhere);
    folder.now += 10'000h;
    folder.write("next.csv");
    CHECK(folder.files().count("ours.csv") == 1);
    CHECK(folder.files().count("next.csv") == 1);
    CHECK(text_of(elsewhere) == before);
    if (kind == "a text") CHECK(text_of(index) == "my notes");
}

TEST_CASE("a clock that jumps back removes nothing") {
    AgeingFolder folder;
    folder.write("old.csv");
    folder.now -= 10'000h;
    folder.write("next.csv");
    CHECK(folder.files() == Names{"old.csv", "next.csv"});
}

TEST_CASE("what a crash left in the making goes after a day") {
    AgeingFolder folder;
    services::LocalDisk disk([&] { return folder.now; });
    REQUIRE_FALSE(disk.make_folder(folder.user()));
    const auto left = disk.create(folder.user(), ".unfinished-");
    disk.know(left.path, false);
    AgeingFolder::put(left.path, "half");
    folder.now += 23h;
    folder.write("first.csv");
    CHECK(folder.files().size() == 2);
    folder.now += 2h;
    folder.write("second.csv");
    CHECK(folder.files() == Names{"first.csv", "second.csv"});
}

TEST_CASE("an index that a crash left empty goes on") {
    AgeingFolder folder;
    AgeingFolder::put(folder.user() / services::ArtifactIndex::file_name, "");
    folder.write("first.csv");
    folder.now += 10'000h;
    folder.write("second.csv");
    CHECK(folder.files() == Names{"second.csv"});
}

TEST_CASE("folders and files are their owner's alone, whatever the umask") {
    const auto mask = umask(0);
    AgeingFolder folder;
    folder.options.root = folder.root->path() / "made" / "for it";
    World world(folder.options);
    world.keep("rows.csv", "rows");
    world.settle();
    umask(mask);
    std::size_t seen = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder.root->path())) {
        INFO(entry.path());
        CHECK((entry.status().permissions() & ~fs::perms::owner_all) == fs::perms::none);
        ++seen;
    }
    CHECK(seen == 6);
}

}  // namespace artifact_test
