#include "plugin/records/soql_outline.hpp"
#include "plugin/salesforce/row_links.hpp"
#include "plugin/tools/account_links.hpp"
#include "plugin/tools/arguments.hpp"
#include "plugin/tools/run_soql_query_output.hpp"
#include "plugin/tools/run_soql_query_stream.hpp"
#include "plugin/tools/run_soql_query_suggestions.hpp"
#include "plugin/tools/run_soql_query_warnings.hpp"

#include <alysio/base/json_member.hpp>

#include <fmt/format.h>

namespace alysio::salesforce {

using sdk::Json;

namespace {

using records::LinkScope;
using records::Outline;

Placement placement_of(std::string_view output) {
    if (output == "inline") return Placement::in_result;
    return output == "file" ? Placement::in_file : Placement::automatic;
}

LinkScope scope_of(std::string_view links, const Outline& outline) {
    if (links == "none" || outline.aggregate || outline.count_only) return LinkScope::none;
    return links == "all" ? LinkScope::all : LinkScope::rows;
}

std::uint64_t max_records_of(const Json& arguments) {
    const auto found = arguments.find("max_records");
    return found == arguments.end() ? UINT64_MAX : static_cast<std::uint64_t>(found->get<double>());
}

Task<Error> failure_of(ToolRun& run, const Outline& outline, QueryStream& stream, QueryOutput& output) {
    Error error = stream.failure() ? *stream.failure() : output.failure() ? *output.failure() : explain_stop(run.rest);
    if (stream.rows() == 0) {
        error = co_await with_query_suggestions(run, std::move(error), outline);
        co_return error;
    }
    error.partial = co_await output.keep_partial(stream.rows());
    if (error.partial) {
        error.outcome = Outcome::partial;
        error.guidance += fmt::format(" The {} rows that came before are kept in the file that `partial` names.",
                                      error.partial->records);
    }
    co_return error;
}

std::string result_of(const QueryStream& stream, const QueryOutput& output, const std::vector<std::string>& warnings) {
    std::string result = fmt::format(R"({{"total_size":{},"returned":{},"complete":{},{})", stream.total(),
                                     stream.rows(), stream.complete(), output.result_members(stream.rows()));
    if (!warnings.empty()) result += R"(,"warnings":)" + sdk::to_text(Json(warnings));
    return result + '}';
}

}  // namespace

// The schema says all that can be told before the query is read.
void check_run_soql_query(const Json&, CheckedArguments&) {}

Task<Result<std::string>> run_soql_query(ToolRun& run) {
    const auto read = records::outline(base::text_member(run.arguments, "query"));
    if (!read) {
        const records::QueryRefusal& refusal = read.error();
        co_return Failure(Error(ErrorCode::invalid_query, refusal.message, refusal.guidance, Outcome::not_sent));
    }
    const Outline& outline = *read;

    const RowLinks links(run.links, [&run](std::string_view object) {
        const DescribePointer describe = run.describes.peek(run.principal.key, object);
        return describe ? std::optional(describe->page()) : std::nullopt;
    });
    OutputOptions options;
    // COUNT() has no rows to put anywhere, whatever the number says.
    options.placement =
        outline.count_only ? Placement::in_result : placement_of(base::text_member(run.arguments, "output"));
    if (base::text_member(run.arguments, "format") == "csv") options.format = FileFormat::csv;
    options.links.scope = scope_of(base::text_member(run.arguments, "links"), outline);
    options.links.maker = &links;
    options.limits = read_inline_limits(run.call.settings());
    bool links_known = true;
    if (options.links.scope != LinkScope::none) links_known = co_await ensure_links(run, outline.object);

    QueryOutput output(run.call, run.pages, outline, options);
    QueryStream stream(run.rest, outline, output, outline.count_only ? UINT64_MAX : max_records_of(run.arguments));
    bool went_well = co_await stream.run();
    if (went_well) went_well = co_await output.finish();
    if (!went_well) {
        Error error = co_await failure_of(run, outline, stream, output);
        co_return Failure(std::move(error));
    }

    std::vector<std::string> warnings = stream.warnings();
    for (auto& warning : output.warnings()) warnings.push_back(std::move(warning));
    if (!links_known) warnings.emplace_back(no_link_warning);
    const QueryFindings findings{stream.total(), output.shown_rows()};
    co_await add_query_warnings(run, outline, findings, warnings);
    co_return result_of(stream, output, warnings);
}

}  // namespace alysio::salesforce
