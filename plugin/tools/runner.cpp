#include "plugin/tools/runner.hpp"

#include "plugin/tools/account_links.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace alysio::salesforce {

namespace {

using sdk::Json;

// Every description ends with a call that is right.
std::string_view example_of(const Tool& tool) {
    const std::string_view description = sdk::view(tool.descriptor.description);
    const std::size_t start = description.rfind("Example: ");
    return start != std::string_view::npos ? description.substr(start) : std::string_view();
}

// More than that nobody reads, and the answer would be as long as the call.
constexpr std::ptrdiff_t most_violations = 20;

Error invalid_arguments(const Tool& tool, CheckedArguments checked) {
    const std::size_t count = checked.violations.size();
    const bool all = count <= std::size_t{most_violations};
    if (!all) checked.violations.erase(checked.violations.begin() + most_violations, checked.violations.end());
    Error error(ErrorCode::invalid_arguments,
                fmt::format("The arguments of {} are invalid in {} place{}{}; nothing was sent.",
                            sdk::view(tool.descriptor.name), count, count == 1 ? "" : "s",
                            all ? "" : fmt::format(", of which the first {} are listed", most_violations)),
                fmt::format("Correct every one of the `violations` and call again. {}", example_of(tool)),
                Outcome::not_sent);
    error.violations = std::move(checked.violations);
    error.did_you_mean = std::move(checked.did_you_mean);
    return error;
}

// Read-only tools change nothing, so their preview needs no request.
std::string preview_of_reading(const Tool& tool) {
    Json preview;
    preview["title"] = sdk::view(tool.descriptor.title);
    preview["changes"] = Json::array();
    return sdk::to_text(preview);
}

bool tells_usage(const Tool& tool) {
    return sdk::view(tool.descriptor.output_schema).find(R"("api_usage")") != std::string_view::npos;
}

// Puts the org's API budget into a result that is written already.
void add_usage(std::string& result, const Rest& rest) {
    if (!rest.usage() || !rest.usage()->is_high() || result.size() < 2 || result.back() != '}') return;
    result.pop_back();
    const std::string_view comma = result.back() == '{' ? "" : ",";
    result +=
        fmt::format(R"({}"api_usage":{{"used":{},"limit":{}}}}})", comma, rest.usage()->used, rest.usage()->limit);
}

}  // namespace

Runner::Runner(std::span<const Tool> tools, sdk::Core& core, std::string_view saved_state)
    : tools_(tools), core_(core) {
    for (const Tool& tool : tools_) {
        input_schemas_.emplace_back(sdk::parse_json(sdk::view(tool.descriptor.input_schema)).value());
    }
    if (saved_state.empty()) return;
    const auto taken = describes_.take_over(saved_state, core.now_ns(), core.unix_ns());
    core.log(ALYSIO_LOG_INFO, taken ? "state.taken_over" : "state.ignored",
             taken ? fmt::format("{} describes of the generation before are taken over", *taken)
                   : "the state of the generation before is damaged or of another version: describes are fetched anew");
}

std::string Runner::save_state() const {
    return describes_.save(core_.now_ns());
}

Task<sdk::Reply> Runner::run(sdk::Call& call) {
    const auto tool = std::find_if(tools_.begin(), tools_.end(),
                                   [&](const Tool& one) { return sdk::view(one.descriptor.name) == call.tool(); });
    const auto index = static_cast<std::size_t>(tool - tools_.begin());
    Result<std::string> result = co_await run_tool(*tool, input_schemas_[index], call);
    if (!result) co_return sdk::Reply::error(to_result(result.error()));
    co_return sdk::Reply::success(std::move(*result));
}

Task<Result<std::string>> Runner::run_tool(const Tool& tool, const sdk::Schema& schema, sdk::Call& call) {
    std::optional<Json> arguments = sdk::parse_json(call.arguments().empty() ? "{}" : call.arguments());
    CheckedArguments checked;
    if (!arguments) {
        checked.violations.push_back(
            {"",
             "expected one JSON object; this is no JSON, or nests more than 64 deep, or has an "
             "object of more than 5,000 members"});
        co_return Failure(invalid_arguments(tool, std::move(checked)));
    }
    schema.normalise(*arguments);
    for (sdk::Violation& violation : schema.validate(*arguments)) {
        checked.violations.push_back({std::move(violation.pointer), std::move(violation.message)});
    }
    if (arguments->is_object()) tool.check(*arguments, checked);
    if (!checked.violations.empty()) co_return Failure(invalid_arguments(tool, std::move(checked)));

    if (call.preview() && (tool.descriptor.annotations & ALYSIO_TOOL_READ_ONLY) != 0) {
        co_return preview_of_reading(tool);
    }
    const std::shared_ptr<PrincipalState> principal = principals_.of(call.principal());
    Rest rest(call, [this, state = principal.get()] {
        describes_.drop(state->key);
        state->context.reset();
    });
    const Links links = links_of(call, *principal);
    ToolRun run{call, *arguments, checked.target, rest, describes_, *principal, pages_, links};
    Result<std::string> result = co_await tool.run(run);
    if (result && !call.preview() && tells_usage(tool)) add_usage(*result, rest);
    co_return result;
}

}  // namespace alysio::salesforce
