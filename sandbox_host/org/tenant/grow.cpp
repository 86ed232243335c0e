#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/random/splitmix64.hpp"
#include "sandbox_host/org/records/rules.hpp"
#include "sandbox_host/org/tenant/seed.hpp"

#include <cmath>

namespace alysio::sandbox::org {
namespace {

Record vary(const Record& pattern, std::uint64_t number, Instant now) {
    const std::uint64_t dice = splitmix64(number);
    Record record = pattern;
    record.set("Id", make_id(pattern.object().key_prefix, number));
    record.set("Name", std::string(pattern.text("Name").substr(0, 100)) + " #" + std::to_string(number));
    if (const auto* amount = std::get_if<double>(&pattern.get("Amount"))) {
        record.set("Amount", std::round(*amount * (0.5 + static_cast<double>(dice % 1000) / 1000)));
    }
    if (const auto close = parse_date(pattern.text("CloseDate"))) {
        const int days = static_cast<int>(dice / 1000 % 731) - 365;
        record.set("CloseDate", format_date(std::chrono::sys_days(*close) + std::chrono::days(days)));
    }
    apply_derivations(now, record);
    return record;
}

}  // namespace

void grow(Database& database, const Schema& schema, Records& records, std::size_t count, Instant now) {
    const Object* object = schema.find("Opportunity");
    if (object == nullptr) return;
    std::vector<Record> patterns;
    Statement select = database.prepare("SELECT \"Id\" FROM " + sql_name(object->table) +
                                        " WHERE \"IsDeleted\" = 0 ORDER BY \"Id\" LIMIT 500");
    while (select.step()) patterns.push_back(*load(database, *object, select.text(0)));
    if (patterns.empty()) return;

    Transaction transaction(database);
    Inserter inserter(database, *object);
    for (std::uint64_t& number = records.last_number(*object); number < count;) {
        ++number;
        inserter.insert(vary(patterns[number % patterns.size()], number, now));
    }
    transaction.commit();
}

}  // namespace alysio::sandbox::org
