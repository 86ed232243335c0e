#include "sandbox_host/salesforce/statement.hpp"

#include "sandbox_host/salesforce/relationships.hpp"
#include "sandbox_host/soql/parser.hpp"
#include "sandbox_host/soql/references.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <optional>
#include <string>
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
        }
    }
    for (const auto word : words(query)) {
        if (base::equal_ignoring_case(word, "FIELDS")) reads.all_fields = "FIELDS";
        reads.fields.emplace_back(word);
    }
    return reads;
}

}  // namespace alysio::sandbox::salesforce
