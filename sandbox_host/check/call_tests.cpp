// An instance and its calls with nothing to disturb them, and what they end with.

#include "sandbox_host/check/call_outcome.hpp"
#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/test.hpp"

#include <alysio/sdk/schema.hpp>
#include <alysio/sdk/text.hpp>

#include <set>
#include <string>

namespace alysio::sandbox::check {

namespace {

Finding comes_up(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const auto&) {
        TestBench bench(plugin);
        now("an instance is created");
        if (const auto why = bench.open()) return Finding::fail(*why + ".");
        now("an instance is destroyed");
        bench.host.destroy();
        if (!bench.host.misuse.empty())
            return Finding::fail("It broke the contract: " + bench.host.misuse.front() + ".");
        return Finding::pass();
    });
}

Finding calls(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (const ScriptedCall& scripted : calls) {
            const CallOutcome outcome = run_alone(plugin, scripted);
            if (!outcome.wrong.empty()) return Finding::fail(name_of(scripted) + ": " + outcome.wrong + ".");
        }
        return Finding::pass(std::to_string(calls.size()) + " calls");
    });
}

Finding as_given(const Subject& subject) {
    if (subject.calls.empty()) return Finding::skipped("No calls are given, so none is known that should succeed.");
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (const ScriptedCall& scripted : calls) {
            const CallOutcome outcome = run_alone(plugin, scripted);
            if (!outcome.finished) return Finding::fail(name_of(scripted) + " is refused.");
            if (!outcome.success && !scripted.may_fail) {
                return Finding::fail(name_of(scripted) + " ends in an error: " + outcome.result);
            }
        }
        return Finding::pass();
    });
}

const alysio_tool* tool_of(const alysio_plugin& plugin, const ScriptedCall& scripted) {
    for (std::uint64_t i = 0; i < plugin.tool_count; ++i) {
        if (sdk::view(plugin.tools[i]->name) == scripted.tool) return plugin.tools[i];
    }
    return nullptr;
}

// In words, what a successful result is not.
std::string nonconformity(const alysio_tool& tool, const ScriptedCall& scripted, const std::string& result) {
    const auto json = sdk::parse_json(result, {.depth = 1000}).value_or(sdk::Json());
    if (scripted.options.intent == ALYSIO_INTENT_PREVIEW) {
        const bool preview = json.contains("title") && json["title"].is_string() && json.contains("changes") &&
                             json["changes"].is_array();
        return preview ? "" : "a preview has a text \"title\" and an array \"changes\"";
    }
    const auto schema = sdk::parse_json(sdk::view(tool.output_schema)).value_or(sdk::Json::object());
    std::string said;
    for (const auto& violation : sdk::Schema(schema).validate(json)) {
        said += (said.empty() ? "" : "; ") + (violation.pointer.empty() ? "root" : violation.pointer) + ": " +
                violation.message;
    }
    return said;
}

Finding results(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        std::set<std::string> unseen;
        for (std::uint64_t i = 0; i < plugin.tool_count; ++i) unseen.emplace(sdk::view(plugin.tools[i]->name));
        for (const ScriptedCall& scripted : calls) {
            const CallOutcome outcome = run_alone(plugin, scripted);
            const alysio_tool* tool = tool_of(plugin, scripted);
            if (!outcome.success || tool == nullptr) continue;
            const auto said = nonconformity(*tool, scripted, outcome.result);
            if (!said.empty()) return Finding::fail(name_of(scripted) + ": " + said + ".");
            if (scripted.options.intent == ALYSIO_INTENT_EXECUTE) unseen.erase(scripted.tool);
        }
        if (unseen.empty()) return Finding::pass();
        std::string names;
        for (const auto& name : unseen) names += (names.empty() ? "" : ", ") + name;
        return Finding::skipped("No call of " + names + " succeeded, so its result was not seen; give calls that do.");
    });
}

bool is_error_object(const std::string& result) {
    const auto json = sdk::parse_json(result, {.depth = 1000}).value_or(sdk::Json());
    if (!json.contains("error") || !json["error"].is_object()) return false;
    const auto& message = json["error"].value("message", sdk::Json());
    return message.is_string() && !message.get_ref<const std::string&>().empty();
}

Finding errors(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        std::size_t seen = 0;
        const auto no_server = [](TestBench& bench) {
            bench.on_answer = [](const auto&, testing::Answer& answer) {
                answer = testing::Answer::failure(ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT);
            };
        };
        for (const ScriptedCall& scripted : calls) {
            ScriptedCall senseless = scripted;
            senseless.arguments = "no JSON";
            for (const CallOutcome& outcome : {run_alone(plugin, senseless), run_alone(plugin, scripted, no_server)}) {
                if (!outcome.finished || outcome.success) continue;
                ++seen;
                if (!is_error_object(outcome.result)) {
                    return Finding::fail(name_of(scripted) + " ends in an error without a word: " + outcome.result);
                }
            }
        }
        return seen == 0 ? Finding::skipped("No call ended in an error.") : Finding::pass();
    });
}

bool reads_only(const alysio_plugin& plugin, const ScriptedCall& scripted) {
    const alysio_tool* tool = tool_of(plugin, scripted);
    return tool == nullptr || (tool->annotations & ALYSIO_TOOL_READ_ONLY) != 0;
}

Finding previews(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        std::size_t seen = 0;
        for (const ScriptedCall& scripted : calls) {
            if (reads_only(plugin, scripted)) continue;
            ++seen;
            ScriptedCall preview = scripted;
            preview.options.intent = ALYSIO_INTENT_PREVIEW;
            std::string tried;
            const CallOutcome outcome = run_alone(plugin, preview, [&](TestBench& bench) {
                bench.host.on_refused = [&](const testing::SeenRequest& request) {
                    tried = request.method + " " + request.path;
                };
            });
            if (!tried.empty()) return Finding::fail(name_of(preview) + " would change something: " + tried + ".");
            if (!outcome.wrong.empty()) return Finding::fail(name_of(preview) + ": " + outcome.wrong + ".");
            if (!outcome.success) continue;
            const auto said = nonconformity(*tool_of(plugin, preview), preview, outcome.result);
            if (!said.empty()) return Finding::fail(name_of(preview) + ": " + said + ".");
        }
        return seen == 0 ? Finding::skipped("Every tool that is called is read-only.") : Finding::pass();
    });
}

// Refused before anything happens, whatever else is right about the call.
Finding refuses(const Subject& subject, const std::string& whose, void (*spoil)(ScriptedCall&)) {
    return with_plugin(subject, [&](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        for (const ScriptedCall& scripted : calls) {
            ScriptedCall spoilt = scripted;
            spoil(spoilt);
            std::size_t requests = 0;
            const CallOutcome outcome = run_alone(plugin, spoilt, [&](TestBench& bench) {
                bench.on_answer = [&](const auto&, testing::Answer&) { ++requests; };
            });
            const auto what = name_of(scripted) + " " + whose;
            if (!outcome.wrong.empty()) return Finding::fail(what + ": " + outcome.wrong + ".");
            if (requests > 0) return Finding::fail(what + " asks the server for something.");
            if (outcome.success) return Finding::fail(what + " succeeds.");
        }
        return calls.empty() ? Finding::skipped("There is no call to spoil.") : Finding::pass();
    });
}

Finding unknown_tool(const Subject& subject) {
    return refuses(subject, "under a name that no tool has", [](ScriptedCall& scripted) { scripted.tool += "_"; });
}

Finding no_principal(const Subject& subject) {
    return refuses(subject, "for nobody", [](ScriptedCall& scripted) { scripted.options.principal.clear(); });
}

}  // namespace

std::vector<Test> call_tests() {
    return {
        {"comes_up", "It comes up in a host with every service there is, and goes", "table",
         "create fills *out and answers ALYSIO_OK; services that a host does not know are null.", comes_up},
        {"calls", "Every call ends exactly once, and within the contract", "comes_up",
         "One host->finish for each call that was accepted, with one JSON object on one line; nothing for it "
         "afterwards.",
         calls},
        {"as_given", "The calls that its author gives succeed", "calls",
         "Mend the plugin or the calls; one that need not succeed says \"may_fail\": true.", as_given},
        {"results", "Results are what the output schemas say", "calls",
         "Results may have more members than the schema names, but those it names are of the type it says.", results},
        {"previews", "A preview of what changes something changes nothing, and says what would change", "calls",
         "Look at alysio_call_info.intent before the first request that changes something.", previews},
        {"unknown_tool", "A tool that it does not have is refused before anything is asked", "calls",
         "Look the name up; ALYSIO_E_INVALID_ARGUMENT from call. The kit's wall does it.", unknown_tool},
        {"no_principal", "A call for nobody is refused before anything is asked", "calls",
         "An empty principal is ALYSIO_E_INVALID_ARGUMENT: it would be one key for all users. The kit's wall does it.",
         no_principal},
        {"errors", "Errors say what went wrong", "calls", "End with {\"error\": {\"code\", \"message\", ...}}.",
         errors},
    };
}

}  // namespace alysio::sandbox::check
