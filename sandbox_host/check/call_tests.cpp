// An instance and its calls with nothing to disturb them, and what they end with.

#include "sandbox_host/check/ending.hpp"
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
        Stage stage(plugin);
        now("an instance is created");
        if (const auto why = stage.open()) return Finding::fail(*why + ".");
        now("an instance is destroyed");
        stage.host.destroy();
        if (!stage.host.misuse.empty())
            return Finding::fail("It broke the contract: " + stage.host.misuse.front() + ".");
        return Finding::pass();
    });
}

Finding calls(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        for (const Errand& errand : errands) {
            const Ending ending = run_alone(plugin, errand);
            if (!ending.wrong.empty()) return Finding::fail(name_of(errand) + ": " + ending.wrong + ".");
        }
        return Finding::pass(std::to_string(errands.size()) + " calls");
    });
}

Finding as_given(const Subject& subject) {
    if (subject.calls.empty()) return Finding::skipped("No calls are given, so none is known that should succeed.");
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        for (const Errand& errand : errands) {
            const Ending ending = run_alone(plugin, errand);
            if (!ending.finished) return Finding::fail(name_of(errand) + " is refused.");
            if (!ending.success && !errand.may_fail) {
                return Finding::fail(name_of(errand) + " ends in an error: " + ending.result);
            }
        }
        return Finding::pass();
    });
}

const alysio_tool* tool_of(const alysio_plugin& plugin, const Errand& errand) {
    for (std::uint64_t i = 0; i < plugin.tool_count; ++i) {
        if (sdk::view(plugin.tools[i]->name) == errand.tool) return plugin.tools[i];
    }
    return nullptr;
}

// In words, what a successful result is not.
std::string nonconformity(const alysio_tool& tool, const Errand& errand, const std::string& result) {
    const auto json = sdk::parse_json(result, {.depth = 1000}).value_or(sdk::Json());
    if (errand.options.intent == ALYSIO_INTENT_PREVIEW) {
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
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        std::set<std::string> unseen;
        for (std::uint64_t i = 0; i < plugin.tool_count; ++i) unseen.emplace(sdk::view(plugin.tools[i]->name));
        for (const Errand& errand : errands) {
            const Ending ending = run_alone(plugin, errand);
            const alysio_tool* tool = tool_of(plugin, errand);
            if (!ending.success || tool == nullptr) continue;
            const auto said = nonconformity(*tool, errand, ending.result);
            if (!said.empty()) return Finding::fail(name_of(errand) + ": " + said + ".");
            if (errand.options.intent == ALYSIO_INTENT_EXECUTE) unseen.erase(errand.tool);
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
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<Errand>& errands) {
        std::size_t seen = 0;
        const auto no_server = [](Stage& stage) {
            stage.on_answer = [](const auto&, testing::Answer& answer) {
                answer = testing::Answer::failure(ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT);
            };
        };
        for (const Errand& errand : errands) {
            Errand senseless = errand;
            senseless.arguments = "no JSON";
            for (const Ending& ending : {run_alone(plugin, senseless), run_alone(plugin, errand, no_server)}) {
                if (!ending.finished || ending.success) continue;
                ++seen;
                if (!is_error_object(ending.result)) {
                    return Finding::fail(name_of(errand) + " ends in an error without a word: " + ending.result);
                }
            }
        }
        return seen == 0 ? Finding::skipped("No call ended in an error.") : Finding::pass();
    });
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
        {"errors", "Errors say what went wrong", "calls", "End with {\"error\": {\"code\", \"message\", ...}}.",
         errors},
    };
}

}  // namespace alysio::sandbox::check
