#include "sandbox_host/org/records/rules.hpp"

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

bool gives(const Input& input, const Field& field) {
    return std::any_of(input.begin(), input.end(), [&](const auto& given) { return given.first == &field; });
}

double number(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
    const auto* real = std::get_if<double>(&value);
    return real == nullptr ? 0 : *real;
}

Value typed(const Field& field, const Value& value) {
    if (storage(field.type) == Storage::real && !is_null(value)) return number(value);
    return value;
}

Value join(const std::vector<std::string>& names, const Record& record) {
    std::string joined;
    for (const std::string& name : names) {
        const std::string_view part = record.text(name);
        if (!part.empty()) joined.append(joined.empty() ? "" : " ").append(part);
    }
    if (joined.empty()) return {};
    return joined;
}

// The fiscal year of every org here is the calendar year, as Salesforce's standard fiscal year starts in January.
Value fiscal(Derivation::Rule rule, std::string_view date) {
    const auto day = parse_date(date);
    if (!day) return {};
    const int year = static_cast<int>(day->year());
    const unsigned quarter = (static_cast<unsigned>(day->month()) + 2) / 3;
    if (rule == Derivation::Rule::fiscal_year) return std::int64_t{year};
    if (rule == Derivation::Rule::fiscal_quarter) return std::int64_t{quarter};
    return std::to_string(year) + " " + std::to_string(quarter);
}

Value derive(const Field& field, const Record& record, Instant now) {
    const Derivation& derivation = *field.derivation;
    const std::string& first = derivation.from.front();
    switch (derivation.rule) {
        case Derivation::Rule::join:
            return join(derivation.from, record);
        case Derivation::Rule::percent_of:
            if (is_null(record.get(first)) || is_null(record.get(derivation.from[1]))) return {};
            return number(record.get(first)) * number(record.get(derivation.from[1])) / 100;
        case Derivation::Rule::since:
            if (!record.is_true(first)) return {};
            return is_null(record[field]) ? Value{format_datetime(now)} : record[field];
        default:
            return fiscal(derivation.rule, record.text(first));
    }
}

}  // namespace

void apply_defaults(const Input& input, Record& record) {
    for (const Field& field : record.object().fields) {
        if (!is_null(field.default_value) && !gives(input, field)) record[field] = typed(field, field.default_value);
    }
}

void apply_followers(const Input& input, Write write, Record& record) {
    for (const Field& field : record.object().fields) {
        if (write == Write::update && !gives(input, field)) continue;
        const PicklistValue* chosen = field.find_value(record.text(field.name));
        if (chosen == nullptr) continue;
        for (const auto& [name, value] : chosen->sets) {
            const Field* follower = record.object().find(name);
            if (follower->createable && gives(input, *follower)) continue;
            record[*follower] = typed(*follower, value);
        }
    }
}

void apply_derivations(Instant now, Record& record) {
    for (const Field& field : record.object().fields) {
        if (field.derivation) record[field] = derive(field, record, now);
    }
}

}  // namespace alysio::sandbox::org
