#include "plugin/tools/run_soql_query_suggestions.hpp"

#include "plugin/records/soql_tokens.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/salesforce/suggest.hpp"
#include "plugin/tools/suggestions.hpp"

#include <alysio/base/text.hpp>

namespace alysio::salesforce {

namespace {

// What stands in single quotes behind `words` in Salesforce's sentence.
std::string name_after(std::string_view message, std::string_view words) {
    const std::size_t at = message.find(words);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = message.substr(at + words.size());
    return std::string(rest.substr(0, rest.find('\'')));
}

// COUNT(Id) total: the name behind a function.
bool is_alias_of_function(std::string_view query, std::string_view name) {
    const std::string text = base::lower(query);
    const std::string word = base::lower(name);
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool whole = end == text.size() || !(base::is_letter_or_digit(text[end]) || text[end] == '_');
        const std::string_view before = base::trim(std::string_view(text).substr(0, at));
        if (whole && !before.empty() && before.back() == ')') return true;
    }
    return false;
}

std::vector<std::string> suggest_children(const Describe& parent, std::string_view name) {
    std::vector<Candidate> candidates;
    for (const ChildRelationship& child : parent.children) {
        if (!child.name.empty()) candidates.push_back({child.name, child.object});
    }
    return nearest_names(name, candidates);
}

// The dotted names of the query, without the object or its alias in front.
std::vector<std::string> paths_in(const records::Outline& outline) {
    std::vector<std::string> paths;
    for (const records::SoqlToken& token : records::soql_tokens(outline.query)) {
        const bool path =
            token.kind == records::SoqlToken::Kind::word && token.text.find('.') != std::string_view::npos;
        if (path) paths.push_back(outline.path(token.text));
    }
    return paths;
}

// The relationship of a subquery is one of the object that the query around it reads.
Task<std::vector<std::string>> suggest_subquery(ToolRun& run, const records::Outline& outline, std::string name) {
    const Result<DescribePointer> object = co_await run.describes.get(run.rest, run.principal.key, outline.object);
    if (!object) co_return std::vector<std::string>();
    if (records::find_subquery(outline.subqueries, name) != nullptr) co_return suggest_children(**object, name);
    for (const records::Subquery& outer : outline.subqueries) {
        if (records::find_subquery(outer.subqueries, name) == nullptr) continue;
        for (const ChildRelationship& child : (*object)->children) {
            if (!base::equal_ignoring_case(child.name, outer.relationship)) continue;
            const Result<DescribePointer> rows = co_await run.describes.get(run.rest, run.principal.key, child.object);
            if (rows) co_return suggest_children(**rows, name);
        }
    }
    co_return std::vector<std::string>();
}

}  // namespace

Task<Error> with_query_suggestions(ToolRun& run, Error error, const records::Outline& outline) {
    if (run.call.stopped() != 0) co_return error;
    if (std::string name = name_after(error.message, "understand relationship '"); !name.empty()) {
        error.fields = {name};
        // One code stands for objects and relationships.
        constexpr std::string_view no_object = "Salesforce knows no such object.";
        if (error.message.starts_with(no_object)) {
            error.message.replace(0, no_object.size(), "Salesforce knows no such relationship.");
        }
        if (error.message.find("in FROM part") != std::string::npos) {
            error.code = ErrorCode::unknown_field;
            error.guidance =
                "A subquery names the relationship, mostly a plural: (SELECT Id FROM Contacts). "
                "salesforce_get_object_fields lists them with \"include\": [\"child_relationships\"].";
            if (is_object_name(outline.object)) error.did_you_mean = co_await suggest_subquery(run, outline, name);
        } else if (is_object_name(outline.object)) {
            std::vector<std::string> paths = paths_in(outline);
            error.did_you_mean = co_await suggest_in_paths(run, outline.object, std::move(paths), name);
        }
        co_return error;
    }
    if (error.code == ErrorCode::unknown_object) {
        const std::string named = name_after(error.message, "sObject type '");
        error.did_you_mean = co_await suggest_objects(run, named.empty() ? outline.object : named);
        co_return error;
    }
    if (error.code != ErrorCode::unknown_field || error.fields.empty()) co_return error;

    if (is_alias_of_function(outline.query, error.fields.front())) {
        error.code = ErrorCode::invalid_query;
        error.guidance =
            "ORDER BY and HAVING take no alias: repeat the function that it stands for, such as ORDER BY COUNT(Id) DESC.";
        co_return error;
    }

    const std::string entity = name_after(error.message, "on entity '");
    const std::string object = entity.empty() ? outline.object : entity;
    if (!is_object_name(object)) co_return error;
    const Result<DescribePointer> describe = co_await run.describes.get(run.rest, run.principal.key, object);
    if (describe) error.did_you_mean = suggest_fields(**describe, error.fields.front());
    co_return error;
}

}  // namespace alysio::salesforce
