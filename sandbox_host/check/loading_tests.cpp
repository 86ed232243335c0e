// What loading it does to the process.

#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/loaded_copy.hpp"
#include "sandbox_host/check/test.hpp"
#include "sandbox_host/check/test_bench.hpp"

#include <filesystem>
#include <iterator>
#include <string>

namespace alysio::sandbox::check {

namespace {

namespace fs = std::filesystem;

std::ptrdiff_t threads() {
    return std::distance(fs::directory_iterator("/proc/self/task"), fs::directory_iterator());
}

Finding no_threads(const Subject& subject) {
    const auto before = threads();
    const auto more = [&](const std::string& when) {
        return Finding::fail(std::to_string(threads() - before) + " more " + when + ".");
    };
    return with_plugin(subject, [&](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        if (threads() > before) return more("once it is loaded");
        TestBench bench(plugin);
        if (bench.open()) return Finding::skipped("It does not come up.");
        if (threads() > before) return more("once there is an instance");
        for (const ScriptedCall& scripted : calls) {
            now("running " + name_of(scripted));
            const auto& call = bench.start(scripted);
            do {
                if (threads() > before) return more("during " + name_of(scripted));
            } while (!call.finished && bench.host.next());
        }
        bench.host.destroy();
        return threads() > before ? more("after its instance was destroyed") : Finding::pass();
    });
}

Finding unloads([[maybe_unused]] const Subject& subject) {
#ifdef ALYSIO_SANITIZED
    return Finding::skipped("A sanitizer build keeps what it has loaded.");
#else
    constexpr int cycles = 200;
    for (int i = 1; i <= cycles; ++i) {
        now("loading it for the " + std::to_string(i) + ". time");
        auto loaded = LoadedCopy::load(subject.library, subject.run_folder);
        if (!loaded) return Finding::fail(loaded.error().message);
        {
            const auto calls = subject.calls.empty() ? calls_from_schemas((*loaded)->table()) : subject.calls;
            TestBench bench((*loaded)->table());
            if (bench.open()) return Finding::skipped("It does not come up.");
            bench.start(calls[static_cast<std::size_t>(i) % calls.size()]);
            bench.host.run();
        }
        if (!(*loaded)->close())
            return Finding::fail("Still mapped after unloading it " + std::to_string(i) + " times.");
    }
    return Finding::pass(std::to_string(cycles) + " times");
#endif
}

}  // namespace

std::vector<Test> loading_tests() {
    return {
        {"threads", "It starts no thread", "calls",
         "A long computation yields by a timer of no delay; a host that wants more cores makes more instances.",
         no_threads},
        {"unloads", "Loaded and unloaded two hundred times, nothing of it stays", "calls",
         "Look for UNIQUE symbols, thread_local objects and -z nodelete.", unloads},
    };
}

}  // namespace alysio::sandbox::check
