#include "plugin/tools/run_soql_query_warnings.hpp"

#include "plugin/salesforce/user_context.hpp"

#include <algorithm>

namespace alysio::salesforce {

namespace {

bool orders_by_currency(const records::Outline& outline, const Describe& describe) {
    return std::any_of(outline.ordered_by.begin(), outline.ordered_by.end(), [&](const std::string& name) {
        const Field* field = describe.field(name);
        return field != nullptr && field->type == "currency";
    });
}

}  // namespace

Task<void> add_query_warnings(ToolRun& run, const records::Outline& outline, std::uint64_t total_size,
                              std::vector<std::string>& warnings) {
    if (total_size == 0 && !outline.aggregate) {
        warnings.emplace_back(
            "No row matched. Sharing may hide rows from the connected user; picklist values and names must match "
            "exactly, letter case aside.");
    }
    if (outline.reads_activities) {
        warnings.emplace_back(
            "Tasks and events older than about a year may be archived; those are neither listed nor counted here.");
    }
    const bool several_currencies = known_context(run.call, run.principal).multi_currency.value_or(false);
    if (!several_currencies) co_return;
    if (outline.sums) {
        warnings.emplace_back(
            "This org has several currencies: SUM, AVG, MIN and MAX of amounts answer in the corporate currency, while "
            "a record's own amounts are in its CurrencyIsoCode.");
    }
    if (outline.ordered_by.empty() || outline.aggregate || !is_object_name(outline.object)) co_return;
    const Result<DescribePointer> describe = co_await run.describes.get(run.rest, run.principal.key, outline.object);
    if (describe && orders_by_currency(outline, **describe)) {
        warnings.emplace_back(
            "This org has several currencies: the rows are in the order of converted amounts, but each amount is in "
            "its record's CurrencyIsoCode. Select convertCurrency(...) to compare them.");
    }
}

}  // namespace alysio::salesforce
