// What goes from one generation of the plugin to the next, and what becomes of memory meanwhile.

#include "sandbox_host/check/call_outcome.hpp"
#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/test.hpp"

#include <malloc.h>

#include <random>
#include <string>

namespace alysio::sandbox::check {

namespace {

void run_all(TestBench& bench, const std::vector<ScriptedCall>& calls) {
    for (const ScriptedCall& scripted : calls) {
        bench.start(scripted);
        bench.host.run();
    }
}

std::string state_after_calls(const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
    TestBench bench(plugin);
    bench.open();
    run_all(bench, calls);
    now("its state is saved");
    return bench.host.save_state();
}

std::string noise(std::size_t size) {
    std::minstd_rand random(7);
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random() >> 8U);
    return bytes;
}

struct State {
    std::string what;
    std::string bytes;
};

std::vector<State> foreign_states(const std::string& own) {
    std::vector<State> states = {{"{}", "{}"},
                                 {"null", "null"},
                                 {"a later version", R"({"version": 4000000000, "state": [1, {"a": "b"}]})"},
                                 {"text", "what is this?"}};
    for (const std::size_t size : {1U, 16U, 4096U, 1'000'000U}) {
        states.push_back({std::to_string(size) + " random bytes", noise(size)});
    }
    constexpr std::size_t places = 64;
    const std::size_t step = own.size() / places + 1;
    for (std::size_t at = 0; at < own.size(); at += step) {
        states.push_back({"its own, cut after " + std::to_string(at) + " bytes", own.substr(0, at)});
        std::string flipped = own;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x55);
        states.push_back({"its own, byte " + std::to_string(at) + " changed", std::move(flipped)});
    }
    return states;
}

Finding foreign_state(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        const auto own = state_after_calls(plugin, calls);
        std::vector<CallOutcome> cold;
        for (const ScriptedCall& scripted : calls) cold.push_back(run_alone(plugin, scripted));
        std::size_t next = 0;
        for (const State& state : foreign_states(own)) {
            now("coming up with " + state.what + " for a state");
            TestBench bench(plugin);
            if (const auto why = bench.open(state.bytes))
                return Finding::fail("With " + state.what + ": " + *why + ".");
            const std::size_t i = next++ % calls.size();
            now("running " + name_of(calls[i]) + " with " + state.what + " for a state");
            const auto& call = bench.start(calls[i]);
            bench.host.run();
            const CallOutcome outcome = outcome_of(bench, call);
            const auto where = name_of(calls[i]) + ", with " + state.what + " for a state";
            if (!outcome.wrong.empty()) return Finding::fail(where + ": " + outcome.wrong + ".");
            if (cold[i].success && !outcome.success)
                return Finding::fail(where + ", ends in an error: " + outcome.result);
        }
        return Finding::pass();
    });
}

Finding own_state(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        const auto first = state_after_calls(plugin, calls);
        if (first.empty()) return Finding::skipped("It keeps no state.");
        TestBench bench(plugin);
        now("coming up with its own state");
        if (const auto why = bench.open(first)) return Finding::fail(*why + ".");
        now("its state is saved again");
        if (bench.host.save_state() != first) {
            return Finding::fail("Saved again, the state of " + std::to_string(first.size()) + " bytes differs.");
        }
        return Finding::pass(std::to_string(first.size()) + " bytes");
    });
}

#ifndef ALYSIO_SANITIZED
std::size_t in_use() {
    return mallinfo2().uordblks;
}

// All calls at once, run to their end, given up, or dropped.
void round(const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls, int events) {
    TestBench bench(plugin);
    bench.open();
    for (const ScriptedCall& scripted : calls) bench.start(scripted);
    for (int i = 0; i < events && bench.host.next(); ++i) {
    }
}
#endif

Finding memory([[maybe_unused]] const Subject& subject) {
#ifdef ALYSIO_SANITIZED
    return Finding::skipped("A sanitizer's heap keeps other books.");
#else
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        constexpr int rounds = 50;
        const auto all_rounds = [&] {
            for (int i = 0; i < rounds; ++i) round(plugin, calls, i < 25 ? i : 100'000);
        };
        // The allocator keeps some blocks at hand, more in one turn than in another; what leaks grows in every one.
        std::size_t more = 0;
        for (int turn = 0; turn < 10; ++turn) {
            now("creating, calling and destroying it again and again");
            const auto before = in_use();
            all_rounds();
            const auto after = in_use();
            if (after <= before) return Finding::pass();
            more = after - before;
        }
        return Finding::fail("Every " + std::to_string(rounds) + " instances with their calls leave " +
                             std::to_string(more) + " bytes more in use.");
    });
#endif
}

}  // namespace

std::vector<Test> state_tests() {
    return {
        {"foreign_state", "A saved state that it does not understand is ignored", "calls",
         "Begin the state with its version, check every length in it, and come up empty where anything is wrong.",
         foreign_state},
        {"own_state", "Its own state, restored and saved again, has the same bytes", "calls",
         "Write what is kept in a fixed order, and nothing that changes by itself.", own_state},
        {"memory", "Instances and calls leave no memory behind, however they end", "calls",
         "Look for what is allocated for a call and not freed when it ends by `cancel` or by `destroy`.", memory},
    };
}

}  // namespace alysio::sandbox::check
