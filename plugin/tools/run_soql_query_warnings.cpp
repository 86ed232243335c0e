#include "plugin/tools/run_soql_query_warnings.hpp"

#include "plugin/records/soql_conditions.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/salesforce/quoted_data.hpp"
#include "plugin/salesforce/user_context.hpp"
#include "plugin/tools/suggestions.hpp"

#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alysio::salesforce {

namespace {

using records::Comparison;
using records::Outline;
using sdk::Json;

constexpr std::size_t most_literals = 5;

std::optional<Json> read_rows(std::string_view rows) {
    return sdk::parse_json(fmt::format("[{}]", rows));
}

// A single row of counts and totals that are all zero or empty stands for no record.
bool is_row_of_nothing(const Json& row) {
    return row.is_object() && std::all_of(row.begin(), row.end(), [](const Json& value) { return value == 0; });
}

bool matched_nothing(const Outline& outline, const QueryFindings& findings) {
    if (findings.total_size == 0) return true;
    if (!outline.aggregate || findings.total_size != 1) return false;
    const std::optional<Json> rows = read_rows(findings.shown_rows);
    return rows && rows->size() == 1 && is_row_of_nothing(rows->front());
}

// Where empty values were sorted to the front of what was asked for.
bool begins_with_nulls(const Outline& outline, const QueryFindings& findings) {
    if (!outline.descends_from_nulls || outline.aggregate || findings.total_size < 2) return false;
    const std::string path = outline.path(outline.ordered_by.front());
    const bool shown = std::any_of(outline.columns.begin(), outline.columns.end(),
                                   [&](const auto& column) { return base::equal_ignoring_case(column.path, path); });
    const std::optional<Json> rows = shown ? read_rows(findings.shown_rows) : std::nullopt;
    if (!rows || rows->empty()) return false;
    const Json* value = &rows->front();
    for (const std::string_view step : base::split(path, '.')) {
        const auto found = std::find_if(value->items().begin(), value->items().end(), [&](const auto& member) {
            return base::equal_ignoring_case(member.key(), step);
        });
        if (!value->is_object() || found == value->items().end()) return true;  // nulls are left out
        value = &found.value();
    }
    return value->is_null();
}

// LAST_N_DAYS:30 ends today, NEXT_N_DAYS:7 begins tomorrow: beyond its end, before its beginning is hardly ever meant.
void warn_of_ranges(const std::vector<Comparison>& conditions, std::vector<std::string>& warnings) {
    for (const Comparison& one : conditions) {
        const std::string word = base::lower(one.word);
        const bool past = one.op == ">" && (word.starts_with("last_n_days:") || word == "last_90_days");
        const bool future = one.op == "<" && (word.starts_with("next_n_days:") || word == "next_90_days");
        if (!past && !future) continue;
        warnings.push_back(fmt::format("{} {} {} means {} those days: `=` means within them, `{}=` from their {} on.",
                                       one.field, one.op, one.word, past ? "after the last of" : "before the first of",
                                       one.op, past ? "first day" : "last day back"));
    }
}

void check_literals(const Comparison& one, const Field& field, std::vector<std::string>& warnings) {
    for (const std::string& text : one.texts) {
        for (const std::string_view part : base::split(text, ';')) {
            const auto listed = [&](const PicklistValue& value) {
                return base::equal_ignoring_case(value.value, part);
            };
            if (part.empty() || std::any_of(field.values.begin(), field.values.end(), listed)) continue;
            const auto near = suggest_values(field, part);
            warnings.push_back(fmt::format("“{}” is no value of {}{}", quoted_data(part, 80), one.field,
                                           near.empty() ? "." : fmt::format("; nearest: {}.", fmt::join(near, ", "))));
        }
    }
}

// Nothing matched: is there a literal that no record can hold? A path of one step leads to the parent's picklist.
Task<void> warn_of_literals(ToolRun& run, const Outline& outline, std::vector<Comparison> conditions,
                            std::vector<std::string>& warnings) {
    std::size_t looked_at = 0;
    for (const Comparison& one : conditions) {
        const bool names_values = one.op == "=" || one.op == "IN" || one.op == "INCLUDES";
        if (!names_values || one.texts.empty() || ++looked_at > most_literals) continue;
        std::string path = outline.path(one.field);
        Result<DescribePointer> describe = co_await run.describes.get(run.rest, run.principal.key, outline.object);
        const std::size_t dot = path.find('.');
        if (describe && dot != std::string::npos) {
            const Field* lookup = (*describe)->relationship(path.substr(0, dot));
            if (lookup == nullptr || lookup->reference_to.size() != 1) continue;
            const std::string parent = lookup->reference_to.front();
            describe = co_await run.describes.get(run.rest, run.principal.key, parent);
            path = path.substr(dot + 1);
        }
        const Field* field = describe ? (*describe)->field(path) : nullptr;
        if (field != nullptr && field->is_picklist() && !field->values.empty()) check_literals(one, *field, warnings);
    }
}

bool is_currency(const Outline& outline, const Describe& describe, const std::string& name) {
    const Field* field = describe.field(outline.path(name));
    return field != nullptr && field->type == "currency";
}

Task<void> warn_of_currencies(ToolRun& run, const Outline& outline, std::vector<std::string>& warnings) {
    const bool sorts = !outline.ordered_by.empty() && !outline.aggregate;
    if ((outline.summed.empty() && !sorts) || !is_object_name(outline.object)) co_return;
    if (known_context(run.call, run.principal).multi_currency == false) co_return;
    const Result<DescribePointer> describe = co_await run.describes.get(run.rest, run.principal.key, outline.object);
    const auto of_money = [&](const std::vector<std::string>& names) {
        if (!describe) return !names.empty() && known_context(run.call, run.principal).multi_currency == true;
        return std::any_of(names.begin(), names.end(),
                           [&](const std::string& name) { return is_currency(outline, **describe, name); });
    };
    const bool sums_money = of_money(outline.summed);
    const bool sorts_money = sorts && of_money(outline.ordered_by);
    if (!sums_money && !sorts_money) co_return;
    const UserContext context = co_await learn_context(run.rest, run.principal);
    if (!context.multi_currency.value_or(false)) co_return;
    if (sums_money) {
        const std::string corporate = co_await corporate_currency(run.rest, run.principal);
        warnings.push_back(fmt::format(
            "This org has several currencies: SUM, AVG, MIN and MAX of amounts are in the corporate currency{}, while a "
            "record's own amounts are in its CurrencyIsoCode: select that for rows.",
            corporate.empty() ? "" : ", " + corporate));
    }
    if (sorts_money) {
        warnings.emplace_back(
            "This org has several currencies: the rows are in the order of converted amounts, but each amount is in "
            "its record's CurrencyIsoCode: select that too, or convertCurrency(...) to compare them.");
    }
}

}  // namespace

Task<void> add_query_warnings(ToolRun& run, const Outline& outline, QueryFindings findings,
                              std::vector<std::string>& warnings) {
    std::vector<Comparison> conditions = records::comparisons(outline.condition);
    warn_of_ranges(conditions, warnings);
    if (matched_nothing(outline, findings)) {
        if (!outline.aggregate) {
            warnings.emplace_back(
                "No row matched. Sharing may hide rows from the connected user; picklist values and names must match "
                "exactly, letter case aside.");
        }
        if (is_object_name(outline.object)) {
            co_await warn_of_literals(run, outline, std::move(conditions), warnings);
        }
    }
    if (begins_with_nulls(outline, findings)) {
        warnings.push_back(fmt::format("The first rows have no {}: DESC puts empty values first. Add NULLS LAST.",
                                       outline.ordered_by.front()));
    }
    if (outline.all_rows) {
        warnings.emplace_back(
            "ALL ROWS: deleted and archived records are among these; select IsDeleted to tell them apart.");
    } else if (outline.reads_activities) {
        warnings.emplace_back(
            "Tasks and events older than about a year may be archived; those are neither listed nor counted here.");
    }
    co_await warn_of_currencies(run, outline, warnings);
}

}  // namespace alysio::salesforce
