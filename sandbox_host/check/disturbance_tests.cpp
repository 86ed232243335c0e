// Calls that the caller, the host or the world disturbs.

#include "sandbox_host/check/call_outcome.hpp"
#include "sandbox_host/check/guarded_host.hpp"
#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/test.hpp"

#include <algorithm>
#include <string>

namespace alysio::sandbox::check {

namespace {

// Every event of a short call, and some of a long one.
int after(int event) {
    return event < 100 ? event + 1 : event + event / 10;
}

void step(TestBench& bench, int events) {
    for (int i = 0; i < events && bench.host.open_calls() > 0 && bench.host.next(); ++i) {
    }
}

void drain(TestBench& bench) {
    while (bench.host.next()) {
    }
}

Finding failed(const ScriptedCall& scripted, const std::string& how, const std::string& wrong) {
    return Finding::fail(name_of(scripted) + ", " + how + ": " + wrong + ".");
}

Finding given_up(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (const ScriptedCall& scripted : calls) {
            for (int n = 0;; n = after(n)) {
                const std::string how = "given up after " + std::to_string(n) + " events";
                now("running " + name_of(scripted) + ", " + how);
                TestBench bench(plugin);
                bench.open();
                const auto& call = bench.start(scripted);
                step(bench, n);
                if (bench.host.open_calls() == 0) break;
                bench.host.cancel(call.id, n % 2 == 0 ? ALYSIO_CANCEL_USER : ALYSIO_CANCEL_DEADLINE);
                drain(bench);
                if (const auto wrong = bad_ending(bench, call)) return failed(scripted, how, *wrong);
            }
        }
        return Finding::pass();
    });
}

Finding late_cancel(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (const ScriptedCall& scripted : calls) {
            const CallOutcome usual = run_alone(plugin, scripted);
            TestBench bench(plugin);
            bench.open();
            const auto cancel = [&](alysio_call call) {
                plugin.cancel(bench.host.instance(), call, ALYSIO_CANCEL_USER, 0);
            };
            now("giving up a call that never was, beside " + name_of(scripted));
            cancel(0);
            const auto& call = bench.start(scripted);
            for (const alysio_call unknown : {call.id + 1, ~alysio_call{0}}) cancel(unknown);
            drain(bench);
            now("giving up " + name_of(scripted) + " after it ended");
            cancel(call.id);
            drain(bench);
            const CallOutcome outcome = outcome_of(bench, call);
            if (!outcome.wrong.empty()) return failed(scripted, "beside one that is unknown", outcome.wrong);
            if (outcome != usual) return failed(scripted, "beside one that is unknown", "it ends as " + outcome.result);
        }
        return Finding::pass();
    });
}

Finding service_failures(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (const ScriptedCall& scripted : calls) {
            bool failed_one = true;
            for (std::uint64_t n = 0; failed_one; ++n) {
                const auto outcome = run_alone(plugin, scripted, [&](TestBench& bench) { bench.host.fail_at(n); });
                if (!outcome.wrong.empty()) {
                    return failed(scripted, "with service call " + std::to_string(n + 1) + " failing", outcome.wrong);
                }
                TestBench counting(plugin);
                counting.open();
                counting.host.fail_at(n);
                counting.start(scripted);
                drain(counting);
                failed_one = counting.host.service_calls() > n && n < 1000;
            }
        }
        return Finding::pass();
    });
}

struct Failure {
    std::string what;
    testing::Answer answer;
};

std::vector<Failure> failures() {
    using testing::Answer;
    const auto host = [](std::string what, alysio_status status, alysio_http_sent sent) {
        return Failure{std::move(what), Answer::failure(status, sent)};
    };
    std::vector<Failure> all = {
        host("cannot be reached", ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT),
        host("breaks before an answer", ALYSIO_E_BROKEN, ALYSIO_HTTP_MAYBE_SENT),
        host("takes too long", ALYSIO_E_TIMEOUT, ALYSIO_HTTP_MAYBE_SENT),
        host("is denied", ALYSIO_E_DENIED, ALYSIO_HTTP_NOT_SENT),
        host("is limited", ALYSIO_E_LIMITED, ALYSIO_HTTP_NOT_SENT),
        host("needs the user to connect again", ALYSIO_E_RECONNECT, ALYSIO_HTTP_NOT_SENT),
        host("ends with a status from the future", -999, ALYSIO_HTTP_MAYBE_SENT),
        {"is answered 500 and a page for people", Answer::json("<html>Oops</html>", 500)},
        {"is answered 401", Answer::json("", 401)},
        {"is answered 200 and nothing", Answer::json("", 200)},
        {"is answered 200 and []", Answer::json("[]", 200)},
        {"is answered 204", Answer::json("", 204)},
    };
    Failure torn = host("breaks in the middle of the answer", ALYSIO_E_BROKEN, ALYSIO_HTTP_ANSWERED);
    torn.answer.body = R"({"records":[{"na)";
    all.push_back(std::move(torn));
    return all;
}

Finding world_failures(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        std::size_t asked = 0;
        for (const ScriptedCall& scripted : calls) {
            const auto full_disk =
                run_alone(plugin, scripted, [](TestBench& bench) { bench.host.storage = ALYSIO_E_STORAGE; });
            if (!full_disk.wrong.empty()) return failed(scripted, "with a full disk", full_disk.wrong);
            for (const Failure& failure : failures()) {
                std::size_t count = 1;
                for (std::size_t n = 0; n < count && n < 100; ++n) {
                    count = 0;
                    const auto outcome = run_alone(plugin, scripted, [&](TestBench& bench) {
                        bench.on_answer = [&](const auto&, testing::Answer& answer) {
                            if (count++ == n) answer = failure.answer;
                        };
                    });
                    const auto how = "whose request " + std::to_string(n + 1) + " " + failure.what;
                    if (!outcome.wrong.empty()) return failed(scripted, how, outcome.wrong);
                    asked += count;
                }
            }
        }
        return asked == 0 ? Finding::skipped("No call makes a request.") : Finding::pass();
    });
}

Finding same_result(const Subject& subject, const std::string& how, void (*arrange)(TestBench&)) {
    return with_plugin(subject, [&](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (const ScriptedCall& scripted : calls) {
            const CallOutcome usual = run_alone(plugin, scripted);
            const CallOutcome outcome = run_alone(plugin, scripted, arrange);
            if (!outcome.wrong.empty()) return failed(scripted, how, outcome.wrong);
            if (outcome.result != usual.result) return failed(scripted, how, "it ends otherwise, as " + outcome.result);
            if (outcome.files != usual.files) return failed(scripted, how, "its files have other content");
        }
        return Finding::pass();
    });
}

Finding single_bytes(const Subject& subject) {
    return same_result(subject, "with answers in single bytes", [](TestBench& bench) { bench.host.chunk_bytes = 1; });
}

Finding small_windows(const Subject& subject) {
    return same_result(subject, "with windows of one byte", [](TestBench& bench) {
        bench.host.widest_window = 1;
        bench.host.artifact_window = 1;
    });
}

Finding shutdown(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (int n = 0;; n = after(n)) {
            TestBench bench(plugin);
            bench.open();
            std::vector<const testing::TestCall*> open;
            for (const ScriptedCall& scripted : calls) open.push_back(&bench.start(scripted));
            step(bench, n);
            if (bench.host.open_calls() == 0 && n > 0) return Finding::pass();
            const auto how = "shut down after " + std::to_string(n) + " events";
            now("all calls are " + how);
            for (const auto* call : open) bench.host.cancel(call->id, ALYSIO_CANCEL_SHUTDOWN);
            drain(bench);
            for (std::size_t i = 0; i < open.size(); ++i) {
                if (const auto wrong = bad_ending(bench, *open[i])) return failed(calls[i], how, *wrong);
            }
            bench.host.destroy();
            if (!bench.host.misuse.empty()) {
                return Finding::fail(
                    "Destroyed after the calls' end, it broke the contract: " + bench.host.misuse.front() + ".");
            }
        }
    });
}

// The host forgets the calls first. The plugin may still ask about them, and hears that they are stale.
Finding destroyed(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (int n = 0;; n = after(n)) {
            GuardedHost between(plugin, Size::as_it_is);
            TestBench bench(between.plugin());
            bench.open();
            for (const ScriptedCall& scripted : calls) bench.start(scripted);
            step(bench, n);
            const bool over = bench.host.open_calls() == 0;
            now("it is destroyed with calls open, after " + std::to_string(n) + " events");
            between.forget_calls();
            bench.host.destroy();
            drain(bench);
            if (over && n > 0) return Finding::pass();
        }
    });
}

}  // namespace

std::vector<Test> disturbance_tests() {
    return {
        {"given_up", "Given up at any moment, a call still ends exactly once", "calls",
         "After `cancel` the plugin stops what it waits for and finishes the call, once.", given_up},
        {"late_cancel", "Giving up a call that it does not know, or not any more, changes nothing", "calls",
         "Look the call up, and ignore what is not there.", late_cancel},
        {"service_failures", "Whichever service call fails, the call ends", "calls",
         "Look at what http.start, timer_start and artifact.open answer: without ALYSIO_OK no event will come.",
         service_failures},
        {"world_failures", "Whichever request fails, and however, the call ends", "calls",
         "The terminal event says what happened; a body may be missing, torn or of another kind.", world_failures},
        {"single_bytes", "Answers that come in single bytes make no difference", "calls",
         "on_body comes any number of times; nothing says where it cuts.", single_bytes},
        {"small_windows", "Windows of a single byte, which pause at each, make no difference", "calls",
         "Give credit for every chunk, by http.consume, before waiting for more; write on from on_writable.",
         small_windows},
        {"shutdown", "Shut down with calls in flight, it ends them all and goes", "calls",
         "ALYSIO_CANCEL_SHUTDOWN is a cancel like any other; destroy comes once no call is open.", shutdown},
        {"destroyed", "Destroyed with calls in flight, it drops them and goes", "calls",
         "The calls and their infos are gone by then: free what is held for them, and do not look at them.", destroyed},
    };
}

}  // namespace alysio::sandbox::check
