#include "sandbox_host/salesforce/statement.hpp"

#include "sandbox_host/salesforce/relationships.hpp"
#include "sandbox_host/salesforce/same_values.hpp"
#include "sandbox_host/soql/parser.hpp"
#include "sandbox_host/soql/references.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace alysio::sandbox::salesforce {
namespace {

bool is_word_char(char c) {
    return base::is_letter_or_digit(c) || c == '_';
}

// The words of a query outside its text literals: every field it names is among them.
std::vector<std::string_view> words(std::string_view query) {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < query.size();) {
        if (query[i] == '\'') {
            for (++i; i < query.size() && query[i] != '\''; ++i) {
                if (query[i] == '\\') ++i;
            }
            ++i;
        } else if (is_word_char(query[i])) {
            const auto start = i;
            while (i < query.size() && is_word_char(query[i])) ++i;
            words.push_back(query.substr(start, i - start));
        } else {
            ++i;
        }
    }
    return words;
}

std::optional<std::vector<std::string>> objects_behind(std::string_view relationship,
                                                       const tenants::Relationships& configured) {
    const auto found = std::find_if(configured.begin(), configured.end(), [&](const auto& one) {
        return base::equal_ignoring_case(one.first, relationship);
    });
    if (found != configured.end()) return found->second;
    const auto standard = standard_relationship(relationship);
    if (!standard) return {};
    return std::vector<std::string>(standard->begin(), standard->end());
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& one) { return base::equal_ignoring_case(one, name); });
}

void add_values_by_other_names(std::string_view query, const soql::References& references,
                               tenants::StatementReads& reads) {
    for (const auto word : words(query)) {
        if (base::equal_ignoring_case(word, "FIELDS")) reads.all_fields = "FIELDS";
        // Rows of a scope are those that somebody owns.
        if (base::equal_ignoring_case(word, "SCOPE")) reads.fields.emplace_back("OwnerId");
        reads.fields.emplace_back(word);
        for (auto& told : fields_told_by(word)) reads.fields.push_back(std::move(told));
    }
    for (const auto& child : references.children) {
        const auto lookups = lookups_behind_children(child);
        reads.fields.insert(reads.fields.end(), lookups.begin(), lookups.end());
        // Which lookup of the children a custom one stands for is said nowhere in the query.
        if (lookups.empty()) reads.all_fields = child;
    }
    for (std::size_t i = 0, count = reads.objects.size(); i < count; ++i) {
        for (auto& recorded : objects_recorded_by(reads.objects[i])) {
            reads.all_fields = reads.objects[i];
            reads.objects.push_back(std::move(recorded));
        }
    }
}

}  // namespace

base::Result<tenants::StatementReads, tenants::UnreadableStatement> read_statement(
    std::string_view query, const tenants::Relationships& configured) {
    using tenants::UnreadableStatement;

    const auto parsed = soql::parse(query);
    if (!parsed) {
        return UnreadableStatement{"queries that the host cannot read (" + parsed.error().sentence + ')', "query"};
    }
    const auto references = soql::references(*parsed);
    tenants::StatementReads reads;
    reads.objects = references.objects;
    for (const std::string_view path : references.relationships) {
        for (const auto name : base::split(path, '.')) {
            auto objects = objects_behind(name, configured);
            if (!objects) {
                return UnreadableStatement{
                    "the relationship " + std::string(name) + ", whose object the host does not know",
                    std::string(name)};
            }
            reads.objects.insert(reads.objects.end(), objects->begin(), objects->end());
            if (!holds(references.children, name)) reads.fields.push_back(lookup_behind(name));
        }
    }
    add_values_by_other_names(query, references, reads);
    return reads;
}

}  // namespace alysio::sandbox::salesforce
