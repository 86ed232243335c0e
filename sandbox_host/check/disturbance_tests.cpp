// Calls that the caller, the host or the world disturbs.

#include "sandbox_host/check/ending.hpp"
#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/lent_host.hpp"
#include "sandbox_host/check/test.hpp"

#include <algorithm>
#include <string>

namespace alysio::sandbox::check {

namespace {

// Every event of a short call, and some of a long one.
int after(int event) {
    return event < 100 ? event + 1 : event + event / 10;
}

void step(Stage& stage, int events) {
    for (int i = 0; i < events && stage.host.open_calls() > 0 && stage.host.next(); ++i) {
    }
}

void drain(Stage& stage) {
    while (stage.host.next()) {
    }
}

Finding failed(const Errand& errand, const std::string& how, const std::string& wrong) {
    return Finding::fail(name_of(errand) + ", " + how + ": " + wrong + ".");
}

Finding given_up(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        for (const Errand& errand : errands) {
            for (int n = 0;; n = after(n)) {
                const std::string how = "given up after " + std::to_string(n) + " events";
                now("running " + name_of(errand) + ", " + how);
                Stage stage(plugin);
                stage.open();
                const auto& call = stage.start(errand);
                step(stage, n);
                if (stage.host.open_calls() == 0) break;
                stage.host.cancel(call.id, n % 2 == 0 ? ALYSIO_CANCEL_USER : ALYSIO_CANCEL_DEADLINE);
                drain(stage);
                if (const auto wrong = bad_ending(stage, call)) return failed(errand, how, *wrong);
            }
        }
        return Finding::pass();
    });
}

Finding late_cancel(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        for (const Errand& errand : errands) {
            const Ending usual = run_alone(plugin, errand);
            Stage stage(plugin);
            stage.open();
            const auto cancel = [&](alysio_call call) {
                plugin.cancel(stage.host.instance(), call, ALYSIO_CANCEL_USER, 0);
            };
            now("giving up a call that never was, beside " + name_of(errand));
            cancel(0);
            const auto& call = stage.start(errand);
            for (const alysio_call unknown : {call.id + 1, ~alysio_call{0}}) cancel(unknown);
            drain(stage);
            now("giving up " + name_of(errand) + " after it ended");
            cancel(call.id);
            drain(stage);
            const Ending ending = ending_of(stage, call);
            if (!ending.wrong.empty()) return failed(errand, "beside one that is unknown", ending.wrong);
            if (ending != usual) return failed(errand, "beside one that is unknown", "it ends as " + ending.result);
        }
        return Finding::pass();
    });
}

Finding service_failures(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        for (const Errand& errand : errands) {
            bool failed_one = true;
            for (std::uint64_t n = 0; failed_one; ++n) {
                const auto ending = run_alone(plugin, errand, [&](Stage& stage) { stage.host.fail_at(n); });
                if (!ending.wrong.empty()) {
                    return failed(errand, "with service call " + std::to_string(n + 1) + " failing", ending.wrong);
                }
                Stage counting(plugin);
                counting.open();
                counting.host.fail_at(n);
                counting.start(errand);
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
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        std::size_t asked = 0;
        for (const Errand& errand : errands) {
            const auto full_disk =
                run_alone(plugin, errand, [](Stage& stage) { stage.host.storage = ALYSIO_E_STORAGE; });
            if (!full_disk.wrong.empty()) return failed(errand, "with a full disk", full_disk.wrong);
            for (const Failure& failure : failures()) {
                std::size_t count = 1;
                for (std::size_t n = 0; n < count && n < 100; ++n) {
                    count = 0;
                    const auto ending = run_alone(plugin, errand, [&](Stage& stage) {
                        stage.on_answer = [&](const auto&, testing::Answer& answer) {
                            if (count++ == n) answer = failure.answer;
                        };
                    });
                    const auto how = "whose request " + std::to_string(n + 1) + " " + failure.what;
                    if (!ending.wrong.empty()) return failed(errand, how, ending.wrong);
                    asked += count;
                }
            }
        }
        return asked == 0 ? Finding::skipped("No call makes a request.") : Finding::pass();
    });
}

Finding same_result(const Subject& subject, const std::string& how, void (*arrange)(Stage&)) {
    return with_plugin(subject, [&](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        for (const Errand& errand : errands) {
            const Ending usual = run_alone(plugin, errand);
            const Ending ending = run_alone(plugin, errand, arrange);
            if (!ending.wrong.empty()) return failed(errand, how, ending.wrong);
            if (ending.result != usual.result) return failed(errand, how, "it ends otherwise, as " + ending.result);
            if (ending.files != usual.files) return failed(errand, how, "its files have other content");
        }
        return Finding::pass();
    });
}

Finding single_bytes(const Subject& subject) {
    return same_result(subject, "with answers in single bytes", [](Stage& stage) { stage.host.chunk_bytes = 1; });
}

Finding small_windows(const Subject& subject) {
    return same_result(subject, "with windows of one byte", [](Stage& stage) {
        stage.host.widest_window = 1;
        stage.host.artifact_window = 1;
    });
}

Finding shutdown(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        for (int n = 0;; n = after(n)) {
            Stage stage(plugin);
            stage.open();
            std::vector<const testing::TestCall*> open;
            for (const Errand& errand : errands) open.push_back(&stage.start(errand));
            step(stage, n);
            if (stage.host.open_calls() == 0 && n > 0) return Finding::pass();
            const auto how = "shut down after " + std::to_string(n) + " events";
            now("all calls are " + how);
            for (const auto* call : open) stage.host.cancel(call->id, ALYSIO_CANCEL_SHUTDOWN);
            drain(stage);
            for (std::size_t i = 0; i < open.size(); ++i) {
                if (const auto wrong = bad_ending(stage, *open[i])) return failed(errands[i], how, *wrong);
            }
            stage.host.destroy();
            if (!stage.host.misuse.empty()) {
                return Finding::fail(
                    "Destroyed after the calls' end, it broke the contract: " + stage.host.misuse.front() + ".");
            }
        }
    });
}

// The host forgets the calls first. The plugin may still ask about them, and hears that they are stale.
Finding destroyed(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        for (int n = 0;; n = after(n)) {
            LentHost between(plugin, Size::as_it_is);
            Stage stage(between.plugin());
            stage.open();
            for (const Errand& errand : errands) stage.start(errand);
            step(stage, n);
            const bool over = stage.host.open_calls() == 0;
            now("it is destroyed with calls open, after " + std::to_string(n) + " events");
            between.forget_calls();
            stage.host.destroy();
            drain(stage);
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
