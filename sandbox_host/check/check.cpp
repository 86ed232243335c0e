#include "sandbox_host/check/check.hpp"

#include "sandbox_host/check/calls_file.hpp"
#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/run_folder.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <system_error>

namespace alysio::sandbox::check {

namespace fs = std::filesystem;

namespace {

base::Result<std::vector<ScriptedCall>> calls_for(const Options& options) {
    if (!options.calls.empty()) return read_calls(options.calls);
    const auto beside = calls_beside(options.library);
    std::error_code ignored;
    if (fs::exists(beside, ignored)) return read_calls(beside);
    return std::vector<ScriptedCall>{};
}

const Test* test_named(const std::vector<Test>& tests, std::string_view name) {
    const auto found = std::find_if(tests.begin(), tests.end(), [&](const Test& test) { return test.name == name; });
    return found == tests.end() ? nullptr : &*found;
}

// The tests that are asked for, and what they come after.
base::Result<std::vector<Test>> chosen(const std::vector<std::string>& names) {
    auto tests = all_tests();
    if (names.empty()) return tests;
    std::map<std::string_view, bool> wanted;
    for (const auto& name : names) {
        const Test* test = test_named(tests, name);
        if (test == nullptr) return base::Error{"There is no test named " + name + "."};
        for (; test != nullptr; test = test_named(tests, test->after)) wanted[test->name] = true;
    }
    std::erase_if(tests, [&](const Test& test) { return !wanted.contains(test.name); });
    return tests;
}

}  // namespace

std::vector<Test> all_tests() {
    std::vector<Test> all;
    for (const auto& some : {image_tests(), table_tests(), call_tests(), version_tests(), disturbance_tests(),
                             input_tests(), state_tests(), tenant_tests(), loading_tests()}) {
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

base::Result<std::vector<TestOutcome>> check(const Options& options,
                                             const std::function<void(const TestOutcome&)>& tell) {
    std::error_code error;
    if (!fs::is_regular_file(options.library, error)) {
        return base::Error{"There is no plugin at " + options.library.string() + "."};
    }
    const auto folder = runtime::RunFolder::create({});
    if (!folder) return folder.error();
    const auto calls = calls_for(options);
    if (!calls) return calls.error();
    const auto tests = chosen(options.only);
    if (!tests) return tests.error();
    const Subject subject{options.library,
                          options.manifest.empty() ? runtime::manifest_beside(options.library) : options.manifest,
                          (*folder)->path(), *calls};

    std::vector<TestOutcome> outcomes;
    std::map<std::string_view, bool> sound;
    for (const Test& test : *tests) {
        if (options.stopped()) break;
        TestOutcome outcome{test, {}, {}};
        if (!test.after.empty() && !sound[test.after]) {
            const Test* needed = test_named(*tests, test.after);
            outcome.finding =
                Finding::skipped("It means nothing until this holds: " + std::string(needed->sentence) + ".");
        } else {
            const auto start = std::chrono::steady_clock::now();
            outcome.finding = run_isolated([&] { return test.run(subject); }, options.limit, options.stopped);
            outcome.took =
                std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
        }
        if (options.stopped()) break;
        sound[test.name] = outcome.finding.verdict == Verdict::pass;
        tell(outcome);
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

}  // namespace alysio::sandbox::check
