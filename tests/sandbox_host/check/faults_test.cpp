// Each test of the validator against a plugin with the one fault that it is there for.

#include "tests/sandbox_host/check/checked_plugin.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace alysio::sandbox::check;
using tests::CheckedPlugin;

namespace {

#ifdef ALYSIO_SANITIZED
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

struct Fault {
    std::string build;
    std::string complaints;
};

const std::vector<Fault>& faults() {
    static const std::vector<Fault> all = {
        {"second_export", "single_export: fail"},
        {"thread_local", "thread_locals: fail"},
        {"opens_file", "imports: fail"},
        {"starts_thread", "imports: fail, threads: fail"},
        {"major", "table: fail"},
        {"keyword", "schemas: fail"},
        {"dies", "comes_up: crash"},
        {"any_major", "other_major: fail"},
        {"short_host", "short_host: crash"},
        {"beyond_host", "first_host: crash"},
        {"exact_size", "newer_host: fail"},
        {"needs_http", "missing_service: crash, no_service: crash"},
        {"needs_any_service", "no_service: crash"},
        {"finishes_twice", "calls: fail"},
        {"other_result", "results: fail"},
        {"silent_error", "errors: fail"},
        {"acts_in_preview", "previews: fail"},
        {"any_tool", "unknown_tool: fail"},
        {"any_principal", "no_principal: fail"},
        {"finishes_unknown", "late_cancel: fail"},
        {"ignores_cancel", "given_up: fail"},
        {"ignores_shutdown", "shutdown: fail"},
        {"expects_start", "service_failures: fail"},
        {"expects_answer", "world_failures: fail"},
        {"one_chunk", "single_bytes: fail, small_windows: fail"},
        {"hoards_credit", "small_windows: fail"},
        {"loses_rest", "small_windows: fail"},
        {"echoes", "broken_text: fail"},
        {"small_buffer", "huge_arguments: crash"},
        {"own_state_only", "foreign_state: fail"},
        {"counts_saves", "own_state: fail"},
        {"shared_cache", "tenants: fail"},
        {"logs_headers", "credentials: fail"},
    };
    return all;
}

// What a sanitizer would see first, or what is not looked at under one.
const std::vector<Fault>& faults_of_memory() {
    static const std::vector<Fault> all = {
        {"unique", "unique_symbols: fail"},
        {"pinned", "unloads: fail"},
        {"keeps_lent", "first_host: crash, newer_host: crash"},
        {"looks_back", "destroyed: crash"},
        {"leaks", "memory: fail"},
    };
    return all;
}

}  // namespace

TEST_CASE("a sound plugin passes every test") {
    const CheckedPlugin plugin("sound");
    for (const auto& outcome : plugin.check()) {
        INFO(line_for(outcome));
        const bool without_calls = outcome.test.name == "as_given";
        const bool left_out = sanitized && (outcome.test.name == "unloads" || outcome.test.name == "memory");
        CHECK(outcome.finding.verdict == (without_calls || left_out ? Verdict::skipped : Verdict::pass));
    }
}

TEST_CASE("a sound plugin built for the next minor passes every test") {
    CheckedPlugin plugin("built_for_1_1");
    plugin.manifest["abi"]["minor"] = 1;
    plugin.write_manifest();
    CHECK(plugin.complaints() == tests::nothing);
}

TEST_CASE("each fault is found by the test that is there for it, and by no other") {
    for (const Fault& fault : faults()) {
        INFO(fault.build);
        CHECK(CheckedPlugin(fault.build).complaints() == fault.complaints);
    }
}

TEST_CASE("faults of memory and of loading are found too") {
    if (sanitized) return;
    for (const Fault& fault : faults_of_memory()) {
        INFO(fault.build);
        CHECK(CheckedPlugin(fault.build).complaints() == fault.complaints);
    }
}

TEST_CASE("a slow entry is a warning with the time it took, and no failure") {
    CheckedPlugin plugin("slow_entry");
    plugin.options.only = {"scan_time"};
    const auto outcome = plugin.check().back();
    CHECK(outcome.finding.verdict == Verdict::warning);
    CHECK(outcome.finding.detail.find(" ms; 100 ms is plenty.") != std::string::npos);
}

TEST_CASE("a plugin that hangs is ended, and the test says where it hung") {
    CheckedPlugin plugin("hangs");
    plugin.options.limit = std::chrono::milliseconds(2000);
    plugin.options.only = {"comes_up"};
    const auto outcomes = plugin.check();
    REQUIRE(outcomes.back().test.name == "comes_up");
    CHECK(outcomes.back().finding.verdict == Verdict::timeout);
    CHECK(outcomes.back().finding.detail.find("while an instance is created") != std::string::npos);
}

TEST_CASE("what means nothing without an earlier test is skipped, and says so") {
    const auto outcomes = CheckedPlugin("finishes_twice").check();
    const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                    [](const TestOutcome& outcome) { return outcome.test.name == "given_up"; });
    REQUIRE(found != outcomes.end());
    CHECK(found->finding.verdict == Verdict::skipped);
    CHECK(found->finding.detail.find("Every call ends exactly once") != std::string::npos);
}

TEST_CASE("a manifest of another file, version or list of tools is found") {
    CheckedPlugin plugin("sound");
    const auto complaints_with = [&](const char* member, const tests::Json& value) {
        const auto kept = plugin.manifest;
        plugin.manifest[member] = value;
        plugin.write_manifest();
        plugin.manifest = kept;
        plugin.options.only = {"manifest"};
        return plugin.complaints();
    };
    CHECK(complaints_with("sha256", std::string(64, '0')) == "manifest: fail");
    CHECK(complaints_with("version", "1.0.1") == "manifest: fail");
    CHECK(complaints_with("tools", tests::Json::array({"greet"})) == "manifest: fail");
    CHECK(complaints_with("file", "other.so") == "manifest: fail");
    CHECK(complaints_with("title", "Errands") == tests::nothing);
}

TEST_CASE("an import with a declared reason is no fault, and the reason is shown") {
    CheckedPlugin plugin("opens_file");
    plugin.manifest["imports"] = {{"fopen", "reads the table of holidays"}};
    plugin.write_manifest();
    plugin.options.only = {"imports"};
    const auto outcomes = plugin.check();
    REQUIRE(outcomes.size() == 1);
    CHECK(outcomes.front().finding.verdict == Verdict::pass);
    CHECK(outcomes.front().finding.detail.find("reads the table of holidays") != std::string::npos);

    plugin.manifest["imports"] = {{"fopen", ""}};
    plugin.write_manifest();
    CHECK(plugin.complaints() == "imports: fail");
}

TEST_CASE("a test that is asked for brings along those it builds on") {
    CheckedPlugin plugin("sound");
    plugin.options.only = {"tenants"};
    std::vector<std::string_view> names;
    for (const auto& outcome : plugin.check()) names.push_back(outcome.test.name);
    CHECK(names == std::vector<std::string_view>{"table", "comes_up", "calls", "tenants"});
}

TEST_CASE("there is nothing to check without a plugin, with unreadable calls or for an unknown test") {
    const auto reason = [](const auto& change) {
        CheckedPlugin plugin("sound");
        change(plugin.options);
        const auto outcomes = check(plugin.options, [](const TestOutcome&) {});
        return outcomes ? std::string() : outcomes.error().message;
    };
    CHECK(reason([](Options& options) { options.library += ".gone"; }).find("There is no plugin at") == 0);
    CHECK(reason([](Options& options) { options.calls = "/nowhere.json"; }).find("cannot be read") !=
          std::string::npos);
    CHECK(reason([](Options& options) { options.only = {"luck"}; }) == "There is no test named luck.");
}
