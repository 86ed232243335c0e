// What must not get from one place to another: between tenants, and from the host's credentials to anywhere.

#include "sandbox_host/check/call_outcome.hpp"
#include "sandbox_host/check/guarded_host.hpp"
#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/test.hpp"

#include <alysio/sdk/text.hpp>

#include <cstdlib>
#include <string>

namespace alysio::sandbox::check {

namespace {

// -- two tenants ----------------------------------------------------------------------------------------------------

constexpr const char* one = "principal-one";
constexpr const char* other = "principal-other";

testing::CallOptions as(const ScriptedCall& scripted, const std::string& principal) {
    testing::CallOptions options = scripted.options;
    options.principal = principal;
    if (principal == other) {
        options.web_url = "https://other.example";
        options.time_zone = "Asia/Tokyo";
    }
    return options;
}

// The results of all calls, made at once by each of the principals; `principals` in turn.
std::vector<std::string> results_for(const std::string& whom, const std::vector<std::string>& principals,
                                     const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
    TestBench bench(plugin);
    bench.open();
    // The other may see nothing: whatever it gets is somebody else's.
    bench.on_answer = [](const testing::SeenRequest& request, testing::Answer& answer) {
        if (request.principal == other) answer = testing::Answer::json("{}", 403);
    };
    std::vector<const testing::TestCall*> theirs;
    for (int round = 0; round < 2; ++round) {
        for (const ScriptedCall& scripted : calls) {
            for (const std::string& principal : principals) {
                now("running " + name_of(scripted) + " for " + principal);
                const auto& call = bench.start(scripted, as(scripted, principal));
                if (principal == whom) theirs.push_back(&call);
            }
        }
        bench.host.run();
    }
    std::vector<std::string> results;
    for (const auto* call : theirs) results.push_back(bad_ending(bench, *call).value_or(call->result));
    return results;
}

Finding tenants(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (const std::string& whom : {std::string(one), std::string(other)}) {
            const auto alone = results_for(whom, {whom}, plugin, calls);
            for (const auto& order : {std::vector<std::string>{one, other}, std::vector<std::string>{other, one}}) {
                const auto beside = results_for(whom, order, plugin, calls);
                for (std::size_t i = 0; i < alone.size(); ++i) {
                    if (alone[i] == beside[i]) continue;
                    return Finding::fail(name_of(calls[i % calls.size()]) + " for " + whom +
                                         " ends otherwise beside another tenant: " + beside[i]);
                }
            }
        }
        return Finding::pass();
    });
}

// -- canary ---------------------------------------------------------------------------------------------------------

constexpr const char* canary = "canary-5f2c9d1e7ab34c08";

// Where the plugin could let it out, and did not tell the test host.
std::string heard;
void (*real_log)(void*, const alysio_log_record*) = nullptr;
alysio_status (*real_progress)(void*, alysio_call, uint64_t, uint64_t, alysio_str) = nullptr;

void hear(alysio_host& host) {
    real_log = host.log;
    real_progress = host.progress;
    host.log = [](void* ctx, const alysio_log_record* record) {
        heard += sdk::view(record->message);
        for (std::uint64_t i = 0; i < record->field_count; ++i) {
            if (record->fields[i].kind == ALYSIO_LOG_TEXT) heard += sdk::view(record->fields[i].text);
        }
        real_log(ctx, record);
    };
    host.progress = [](void* ctx, alysio_call call, uint64_t done, uint64_t total, alysio_str message) {
        heard += sdk::view(message);
        return real_progress(ctx, call, done, total, message);
    };
}

bool sings(std::string_view text) {
    return text.find(canary) != std::string_view::npos;
}

bool sings(const testing::SeenRequest& request) {
    for (const auto* pairs : {&request.query, &request.headers}) {
        for (const auto& [name, value] : *pairs) {
            if (sings(name) || sings(value)) return true;
        }
    }
    return sings(request.path) || sings(request.body);
}

// A host of good sense lets no such header through; a plugin must not pass one on all the same.
void put_canary(const testing::SeenRequest&, testing::Answer& answer) {
    answer.headers.emplace_back("set-cookie", "sid=" + std::string(canary) + "; HttpOnly");
    answer.headers.emplace_back("authorization", "Bearer " + std::string(canary));
    answer.headers.emplace_back("www-authenticate", "Bearer token=\"" + std::string(canary) + "\"");
}

// Where it was found; empty where it was not.
std::string found_canary(const TestBench& bench, const testing::TestCall& call) {
    if (sings(call.result)) return "the result";
    if (sings(heard)) return "the log or the progress";
    for (const auto& file : bench.host.artifacts) {
        if (sings(file->name) || sings(file->content)) return "a file";
    }
    for (const auto& request : bench.host.requests) {
        if (sings(request)) return "a request";
    }
    if (sings(bench.host.save_state())) return "the saved state";
    return "";
}

Finding credentials(const Subject& subject) {
    setenv("ACCESS_TOKEN", canary, 1);  // this process is the test's own
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        std::size_t requests = 0;
        for (const std::uint32_t http_status : {0U, 401U}) {
            GuardedHost between(plugin, Size::as_it_is);
            between.alter = &hear;
            TestBench bench(between.plugin());
            bench.on_answer = [&](const testing::SeenRequest& request, testing::Answer& answer) {
                if (http_status != 0) answer.http_status = http_status;
                put_canary(request, answer);
            };
            bench.open();
            for (const ScriptedCall& scripted : calls) {
                now("running " + name_of(scripted) + " with credentials in the headers");
                const auto& call = bench.start(scripted);
                bench.host.run();
                const auto where = found_canary(bench, call);
                if (!where.empty()) return Finding::fail("After " + name_of(scripted) + " it stands in " + where + ".");
            }
            requests += bench.host.requests.size();
        }
        return requests == 0 ? Finding::skipped("No call makes a request.") : Finding::pass();
    });
}

}  // namespace

std::vector<Test> tenant_tests() {
    return {
        {"tenants", "Two tenants at once get what each alone gets", "calls",
         "Key every cache by alysio_call_info.principal, and nothing else.", tenants},
        {"credentials", "A credential in an answer's headers or the environment is passed on nowhere", "calls",
         "Read the headers that the manifest lists, no others, and log none of them.", credentials},
    };
}

}  // namespace alysio::sandbox::check
