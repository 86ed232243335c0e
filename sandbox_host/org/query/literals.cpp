#include "sandbox_host/org/query/literals.hpp"

#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/time/datetime.hpp"
#include "sandbox_host/org/wire/json_text.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/utf8.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

namespace alysio::sandbox::org {
namespace {

bool is_text(FieldType type) {
    switch (type) {
        case FieldType::id:
        case FieldType::reference:
        case FieldType::date:
        case FieldType::datetime:
        case FieldType::time:
            return false;
        default:
            return storage(type) == Storage::text;
    }
}

Value number(const std::string& text) {
    std::int64_t integer = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
    if (error == std::errc() && end == text.data() + text.size()) return integer;
    return std::strtod(text.c_str(), nullptr);
}

std::chrono::year_month_day date_of(std::chrono::local_days day) {
    return std::chrono::year_month_day(std::chrono::sys_days(day.time_since_epoch()));
}

StoredRange range(const Compilation& compilation, FieldType type, const soql::RelativeDate& literal) {
    const DayRange days = days_of(literal, compilation.calendar);
    if (type == FieldType::date) return {format_date(date_of(days.first)), format_date(date_of(days.end))};
    const auto midnight = [&](std::chrono::local_days day) {
        return format_datetime(compilation.calendar.zone.to_utc(day));
    };
    return {midnight(days.first), midnight(days.end)};
}

std::optional<StoredLiteral> converted(const Compilation& compilation, FieldType type, const soql::Value& value) {
    const auto& literal = value.literal;
    if (std::holds_alternative<soql::Null>(literal)) {
        // A checkbox is never null: it compares as one that is not ticked.
        return type == FieldType::boolean ? Value(std::int64_t{0}) : Value();
    }
    if (const auto* text = std::get_if<soql::Text>(&literal); text != nullptr && is_text(type)) {
        return text->text.empty() ? Value() : Value(text->text);  // an empty text is stored as null
    }
    if (const auto* digits = std::get_if<soql::Number>(&literal);
        digits != nullptr && storage(type) != Storage::text && type != FieldType::boolean) {
        return number(digits->text);
    }
    if (const bool* truth = std::get_if<bool>(&literal); truth != nullptr && type == FieldType::boolean) {
        return Value(std::int64_t{*truth ? 1 : 0});
    }
    if (const auto* date = std::get_if<soql::Date>(&literal); date != nullptr && type == FieldType::date) {
        return Value(format_date(*date));
    }
    if (const auto* instant = std::get_if<soql::DateTime>(&literal);
        instant != nullptr && type == FieldType::datetime) {
        return Value(format_datetime(*instant));
    }
    if (const auto* time = std::get_if<soql::Time>(&literal); time != nullptr && type == FieldType::time) {
        return Value(format_datetime(Instant(*time)).substr(11, 12) + "Z");
    }
    if (const auto* relative = std::get_if<soql::RelativeDate>(&literal);
        relative != nullptr && (type == FieldType::date || type == FieldType::datetime)) {
        return range(compilation, type, *relative);
    }
    return std::nullopt;
}

}  // namespace

std::string_view soap_type(FieldType type) {
    switch (type) {
        case FieldType::boolean:
            return "boolean";
        case FieldType::integer:
            return "int";
        case FieldType::currency:
        case FieldType::number:
        case FieldType::percent:
            return "double";
        case FieldType::date:
            return "date";
        case FieldType::datetime:
            return "dateTime";
        case FieldType::time:
            return "time";
        case FieldType::id:
        case FieldType::reference:
            return "ID";
        default:
            return "string";
    }
}

void check_length(Compilation& compilation, std::string_view text, std::size_t offset) {
    constexpr std::size_t longest = 4000;
    if (base::utf8::count(text) <= longest) return;
    compilation.refuse(
        offset, "MALFORMED_QUERY",
        "A string literal in a condition can not be longer than " + std::to_string(longest) + " characters");
}

StoredLiteral stored_literal(Compilation& compilation, const Expression& left, const std::string& shown,
                             const soql::Value& value) {
    if (const auto* text = std::get_if<soql::Text>(&value.literal)) check_length(compilation, text->text, value.offset);
    const bool is_id = left.type == FieldType::id || left.type == FieldType::reference;
    if (const auto* text = std::get_if<soql::Text>(&value.literal); text != nullptr && is_id) {
        if (text->text.empty()) return Value();
        if (auto id = to_18(text->text)) return Value(*std::move(id));
        compilation.refuse(value.offset, "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: " + text->text);
        return Value();
    }
    if (std::optional<StoredLiteral> stored = converted(compilation, left.type, value)) return *std::move(stored);
    const bool quoted = is_text(left.type) || is_id;
    compilation.refuse(value.offset, "INVALID_FIELD",
                       "value of filter criterion for field '" + shown + "' must be of type " +
                           std::string(soap_type(left.type)) + (quoted ? " and should be" : " and should not be") +
                           " enclosed in quotes");
    return Value();
}

std::string json_list(const std::vector<Value>& values) {
    std::string json = "[";
    for (const Value& value : values) {
        if (json.size() > 1) json += ',';
        if (const auto* text = std::get_if<std::string>(&value))
            base::append_json_quoted(*text, json);
        else if (const auto* integer = std::get_if<std::int64_t>(&value))
            json += std::to_string(*integer);
        else if (const auto* real = std::get_if<double>(&value))
            append_double(json, *real);
        else
            json += "null";
    }
    return json + "]";
}

}  // namespace alysio::sandbox::org
