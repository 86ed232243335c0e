// The tools that MCP's public conformance suite asks a server for, as far as a plugin can offer them: a plugin's results
// are JSON, its questions are confirmations of changes, and it has no prompts or resources of its own.

#include <alysio/sdk/plugin.hpp>

#include <array>
#include <cstdio>
#include <iterator>
#include <string_view>

namespace {

namespace sdk = alysio::sdk;

constexpr std::string_view no_arguments = R"({"type":"object","additionalProperties":false})";
constexpr std::string_view a_message =
    R"({"type":"object","properties":{"message":{"type":"string","description":"What to ask"}}})";
constexpr std::string_view any_result = R"({"type":"object"})";

constexpr alysio_tool tool(std::string_view name, std::string_view description, alysio_tool_annotations annotations,
                           std::string_view input = no_arguments) {
    return {sizeof(alysio_tool),   annotations,     sdk::str(name),      sdk::str(name),
            sdk::str(description), sdk::str(input), sdk::str(any_result)};
}

constexpr auto reads = ALYSIO_TOOL_READ_ONLY;
constexpr std::array<alysio_tool, 9> all = {
    tool("test_simple_text", "Answers with a text.", reads),
    tool("test_error_handling", "Fails, always.", reads),
    tool("test_logging_tool", "Answers, and logs nothing to the client.", reads),
    tool("test_tool_with_progress", "Tells its progress three times.", reads),
    tool("test_elicitation", "Changes something, so the user is asked.", 0, a_message),
    tool("test_streaming_elicitation", "Changes something, so the user is asked.", 0),
    tool("test_input_required_result_elicitation", "Changes something, so the user is asked.", 0),
    tool("test_input_required_result_request_state", "Changes something, so the user is asked.", 0),
    tool("test_input_required_result_tampered_state", "Changes something, so the user is asked.", 0),
};
constexpr const alysio_tool* tools[] = {&all[0], &all[1], &all[2], &all[3], &all[4],
                                        &all[5], &all[6], &all[7], &all[8]};

class Fixture {
  public:
    // A host whose own words stand on standard output keeps a plugin's out of them.
    Fixture(sdk::Core&, std::string_view, std::string_view) {
        std::puts("this plugin prints");
        std::fflush(stdout);
    }

    sdk::Task<sdk::Reply> run(sdk::Call& call) {
        const std::string_view name = call.tool();
        if (name == "test_error_handling") {
            co_return sdk::Reply::error(
                R"({"error":{"message":"This tool intentionally returns an error for testing"}})");
        }
#ifdef LOOPS
        if (name == "test_logging_tool") {
            static volatile bool goes_on = true;
            while (goes_on) {
            }
        }
#endif
        if (name == "test_tool_with_progress") {
            constexpr std::uint64_t step_ns = 150'000'000;  // a host need not pass on what comes faster
            for (std::uint64_t done = 0; done <= 100; done += 50) {
                call.progress(done, 100, "working");
                const bool slept = co_await call.sleep(step_ns);
                if (!slept) co_return sdk::Reply::error(R"({"error":{"message":"cancelled"}})");
            }
        }
        if (call.preview()) {
            co_return sdk::Reply::success(
                R"({"title":"Please confirm","changes":[{"field":"ok","old":false,"new":true}],"token":"1"})");
        }
        co_return sdk::Reply::success(R"({"text":"This is a simple text response for testing."})");
    }
};

}  // namespace

const alysio_plugin* alysio_plugin_v1(void) {
    static constexpr alysio_plugin table = sdk::plugin_table<Fixture, tools>("conformance", "1.0.0");
    return &table;
}
