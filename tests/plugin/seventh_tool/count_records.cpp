#include "plugin/salesforce/explain.hpp"
#include "plugin/tools/arguments.hpp"

#include <alysio/base/json_member.hpp>

namespace alysio::salesforce {

void check_count_records(const sdk::Json& arguments, CheckedArguments& checked) {
    check_object_name(arguments, checked);
}

Task<Result<std::string>> count_records(ToolRun& run) {
    const std::string object(base::text_member(run.arguments, "object_name"));
    Request request = get_query("SELECT COUNT() FROM " + object);
    const Answer answer = co_await run.rest.send(std::move(request));
    if (!answer.ok()) co_return Failure(run.rest.explain(answer));
    const std::optional<sdk::Json> page = sdk::parse_json(answer.body);
    const sdk::Json* count = page ? base::find_member(*page, "totalSize") : nullptr;
    if (count == nullptr) co_return Failure(explain_other_answer(answer, "count"));
    sdk::Json result;
    result["count"] = *count;
    co_return sdk::to_text(result);
}

}  // namespace alysio::salesforce
