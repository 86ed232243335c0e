#include "plugin/tools/run_soql_query_suggestions.hpp"

#include "plugin/salesforce/suggest.hpp"
#include "plugin/tools/suggestions.hpp"

namespace alysio::salesforce {

namespace {

// What stands in single quotes behind `words` in Salesforce's sentence.
std::string name_after(std::string_view message, std::string_view words) {
    const std::size_t at = message.find(words);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = message.substr(at + words.size());
    return std::string(rest.substr(0, rest.find('\'')));
}

std::vector<std::string> suggest_children(const Describe& parent, std::string_view name) {
    std::vector<Candidate> candidates;
    for (const ChildRelationship& child : parent.children) {
        if (!child.name.empty()) candidates.push_back({child.name, child.object});
    }
    return nearest_names(name, candidates);
}

}  // namespace

Task<Error> with_query_suggestions(ToolRun& run, Error error, const records::Outline& outline) {
    if (run.call.stopped() != 0) co_return error;
    if (error.code == ErrorCode::unknown_object) {
        const std::string named = name_after(error.message, "sObject type '");
        error.did_you_mean = co_await suggest_objects(run, named.empty() ? outline.object : named);
        co_return error;
    }
    if (error.code != ErrorCode::unknown_field || error.fields.empty()) co_return error;

    const std::string entity = name_after(error.message, "on entity '");
    const std::string object = entity.empty() ? outline.object : entity;
    if (!is_object_name(object)) co_return error;
    const Result<DescribePointer> describe = co_await run.describes.get(run.rest, run.principal.key, object);
    if (!describe) co_return error;
    const std::string& name = error.fields.front();
    if (error.message.find("in FROM part") != std::string::npos) {
        error.did_you_mean = suggest_children(**describe, name);
    } else if (error.message.find("understand relationship") != std::string::npos) {
        error.did_you_mean = suggest_relationships(**describe, name);
    } else {
        error.did_you_mean = suggest_fields(**describe, name);
    }
    co_return error;
}

}  // namespace alysio::salesforce
