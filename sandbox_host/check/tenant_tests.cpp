// What must not get from one place to another: between tenants, and from the host's credentials to anywhere.

#include "sandbox_host/check/ending.hpp"
#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/lent_host.hpp"
#include "sandbox_host/check/test.hpp"

#include <alysio/sdk/text.hpp>

#include <cstdlib>
#include <string>

namespace alysio::sandbox::check {

namespace {

// -- two tenants ----------------------------------------------------------------------------------------------------

constexpr const char* one = "principal-one";
constexpr const char* other = "principal-other";

testing::CallOptions as(const Errand& errand, const std::string& principal) {
    testing::CallOptions options = errand.options;
    options.principal = principal;
    if (principal == other) {
        options.web_url = "https://other.example";
        options.time_zone = "Asia/Tokyo";
    }
    return options;
}

// The results of all calls, made at once by each of the principals; `principals` in turn.
std::vector<std::string> results_for(const std::string& whom, const std::vector<std::string>& principals,
                                     const alysio_plugin& plugin, const std::vector<Errand>& errands) {
    Stage stage(plugin);
    stage.open();
    // The other may see nothing: whatever it gets is somebody else's.
    stage.on_answer = [](const testing::SeenRequest& request, testing::Answer& answer) {
        if (request.principal == other) answer = testing::Answer::json("{}", 403);
    };
    std::vector<const testing::TestCall*> calls;
    for (int round = 0; round < 2; ++round) {
        for (const Errand& errand : errands) {
            for (const std::string& principal : principals) {
                now("running " + name_of(errand) + " for " + principal);
                const auto& call = stage.start(errand, as(errand, principal));
                if (principal == whom) calls.push_back(&call);
            }
        }
        stage.host.run();
    }
    std::vector<std::string> results;
    for (const auto* call : calls) results.push_back(bad_ending(stage, *call).value_or(call->result));
    return results;
}

Finding tenants(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        for (const std::string& whom : {std::string(one), std::string(other)}) {
            const auto alone = results_for(whom, {whom}, plugin, errands);
            for (const auto& order : {std::vector<std::string>{one, other}, std::vector<std::string>{other, one}}) {
                const auto beside = results_for(whom, order, plugin, errands);
                for (std::size_t i = 0; i < alone.size(); ++i) {
                    if (alone[i] == beside[i]) continue;
                    return Finding::fail(name_of(errands[i % errands.size()]) + " for " + whom +
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
std::string found_canary(const Stage& stage, const testing::TestCall& call) {
    if (sings(call.result)) return "the result";
    if (sings(heard)) return "the log or the progress";
    for (const auto& file : stage.host.artifacts) {
        if (sings(file->name) || sings(file->content)) return "a file";
    }
    for (const auto& request : stage.host.requests) {
        if (sings(request)) return "a request";
    }
    if (sings(stage.host.save_state())) return "the saved state";
    return "";
}

Finding credentials(const Subject& subject) {
    setenv("ACCESS_TOKEN", canary, 1);  // this process is the test's own
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        std::size_t requests = 0;
        for (const std::uint32_t http_status : {0U, 401U}) {
            LentHost between(plugin, Size::as_it_is);
            between.alter = &hear;
            Stage stage(between.plugin());
            stage.on_answer = [&](const testing::SeenRequest& request, testing::Answer& answer) {
                if (http_status != 0) answer.http_status = http_status;
                put_canary(request, answer);
            };
            stage.open();
            for (const Errand& errand : errands) {
                now("running " + name_of(errand) + " with credentials in the headers");
                const auto& call = stage.start(errand);
                stage.host.run();
                const auto where = found_canary(stage, call);
                if (!where.empty()) return Finding::fail("After " + name_of(errand) + " it stands in " + where + ".");
            }
            requests += stage.host.requests.size();
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
