#include "plugin/tools/suggestions.hpp"

#include "plugin/salesforce/quoted_data.hpp"
#include "plugin/salesforce/suggest.hpp"

#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alysio::salesforce {

using sdk::Json;

namespace {

// Names people write that are nobody's label.
constexpr std::string_view standard_objects[] = {"Account",  "Contact", "Lead",  "Opportunity", "Case",
                                                 "Task",     "Event",   "User",  "Campaign",    "Contract",
                                                 "Product2", "Quote",   "Order", "Asset"};

std::vector<ObjectName> read_objects(const Answer& answer) {
    std::vector<ObjectName> objects;
    const std::optional<Json> page = sdk::parse_json(answer.body);
    const Json* rows = page ? base::find_member(*page, "records") : nullptr;
    if (rows == nullptr || !rows->is_array()) return objects;
    for (const Json& row : *rows) {
        std::string name(base::text_member(row, "QualifiedApiName"));
        if (is_object_name(name)) {
            objects.push_back({std::move(name), quoted_data(base::text_member(row, "Label"), 80)});
        }
    }
    return objects;
}

// "annual revenue" finds what holds both words in this order; a plural finds the singular too.
std::string like_pattern(std::string_view search) {
    const std::string words = quoted_data(search, 80);
    std::string pattern = "%";
    for (std::string_view word : base::split(words, ' ')) {
        if (word.size() > 3 && (word.back() == 's' || word.back() == 'S')) word.remove_suffix(1);
        for (const char c : word) {
            if (c == '%' || c == '_' || c == '\\') pattern += '\\';
            pattern += c;
        }
        if (!word.empty()) pattern += '%';
    }
    return pattern;
}

// Backslashes are escaped already, together with the wildcards.
std::string like_literal(std::string_view pattern) {
    std::string literal = "'";
    for (const char c : pattern) {
        if (c == '\'') literal += '\\';
        literal += c;
    }
    return literal + "'";
}

std::string objects_like(std::string_view column, std::string_view pattern) {
    return fmt::format("SELECT QualifiedApiName, Label FROM EntityDefinition WHERE {} LIKE {} LIMIT 200", column,
                       like_literal(pattern));
}

std::vector<Candidate> candidates_of(const std::vector<ObjectName>& objects) {
    std::vector<Candidate> candidates;
    for (const ObjectName& object : objects) candidates.push_back({object.name, object.label});
    return candidates;
}

}  // namespace

Task<Result<std::vector<ObjectName>>> search_objects(ToolRun& run, std::string search) {
    const std::string pattern = like_pattern(search);
    // EntityDefinition takes no OR.
    Request by_name = get_query(objects_like("QualifiedApiName", pattern));
    Request by_label = get_query(objects_like("Label", pattern));
    sdk::HttpExchange labels_under_way(run.call, by_label.http);
    const Answer names = co_await run.rest.send(std::move(by_name));
    if (!names.ok()) co_return Failure(run.rest.explain(names));
    const Answer labels = co_await run.rest.settle(labels_under_way, by_label);
    if (!labels.ok()) co_return Failure(run.rest.explain(labels));

    std::vector<ObjectName> found = read_objects(names);
    for (ObjectName& object : read_objects(labels)) {
        const bool known =
            std::any_of(found.begin(), found.end(), [&](const ObjectName& other) { return other.name == object.name; });
        if (!known) found.push_back(std::move(object));
    }
    const std::vector<std::string> nearest = nearest_names(search, candidates_of(found));
    const auto rank = [&](const ObjectName& object) {
        return std::find(nearest.begin(), nearest.end(), object.name) - nearest.begin();
    };
    std::stable_sort(found.begin(), found.end(), [&](const ObjectName& a, const ObjectName& b) {
        return rank(a) != rank(b) ? rank(a) < rank(b) : a.name.size() < b.name.size();
    });
    co_return found;
}

Task<std::vector<std::string>> suggest_objects(ToolRun& run, std::string name) {
    std::vector<ObjectName> objects;
    for (const std::string_view standard : standard_objects) {
        objects.push_back({std::string(standard), std::string(standard)});
    }
    // Misspellings rarely touch the first two letters.
    const std::string start(base::utf8::first(name, 2));
    if (run.call.stopped() == 0 && is_object_name(start)) {
        Request request = get_query(objects_like("QualifiedApiName", start + "%"));
        const Answer answer = co_await run.rest.send(std::move(request));
        if (answer.ok()) {
            for (ObjectName& object : read_objects(answer)) objects.push_back(std::move(object));
        }
    }
    co_return nearest_names(name, candidates_of(objects));
}

std::vector<std::string> suggest_fields(const Describe& object, std::string_view name) {
    std::vector<Candidate> candidates;
    for (const Field& field : object.fields) candidates.push_back({field.name, field.label});
    return nearest_names(name, candidates);
}

std::vector<std::string> suggest_relationships(const Describe& object, std::string_view name) {
    std::vector<Candidate> candidates;
    for (const Field& field : object.fields) {
        if (!field.relationship.empty()) candidates.push_back({field.relationship, field.label});
    }
    return nearest_names(name, candidates);
}

Task<std::vector<std::string>> suggest_in_paths(ToolRun& run, std::string object, std::vector<std::string> paths,
                                                std::string name) {
    std::vector<std::string> before;
    for (const std::string& path : paths) {
        const auto steps = base::split(path, '.');
        const auto found = std::find_if(steps.begin(), steps.end(),
                                        [&](std::string_view step) { return base::equal_ignoring_case(step, name); });
        if (found == steps.end()) continue;
        before.assign(steps.begin(), found);
        break;
    }
    Result<DescribePointer> describe = co_await run.describes.get(run.rest, run.principal.key, object);
    if (describe && before.size() == 1) {
        const Field* lookup = (*describe)->relationship(before.front());
        const bool one_parent = lookup != nullptr && lookup->reference_to.size() == 1;
        if (!one_parent) co_return std::vector<std::string>();
        describe = co_await run.describes.get(run.rest, run.principal.key, lookup->reference_to.front());
    }
    if (!describe || before.size() > 1) co_return std::vector<std::string>();
    co_return suggest_relationships(**describe, name);
}

std::vector<std::string> suggest_values(const Field& field, std::string_view value) {
    std::vector<Candidate> candidates;
    for (const PicklistValue& listed : field.values) {
        if (listed.active) candidates.push_back({listed.value, listed.label});
    }
    return nearest_names(value, candidates);
}

Task<Error> with_object_suggestions(ToolRun& run, Error error, std::string object) {
    if (error.code == ErrorCode::unknown_object && error.did_you_mean.empty()) {
        error.did_you_mean = co_await suggest_objects(run, object);
    }
    co_return error;
}

}  // namespace alysio::salesforce
