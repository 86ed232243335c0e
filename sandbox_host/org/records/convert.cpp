#include "sandbox_host/org/records/convert.hpp"

#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/time/datetime.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

std::optional<Value> to_real(const json& value) {
    double number = 0;
    if (value.is_number()) {
        number = value.get<double>();
    } else if (value.is_string()) {
        const std::string_view text = base::trim(value.get_ref<const std::string&>());
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    } else {
        return std::nullopt;
    }
    if (!std::isfinite(number)) return std::nullopt;
    return Value{number};
}

std::optional<Value> to_integer(const json& value) {
    const auto number = to_real(value);
    if (!number) return std::nullopt;
    const double whole = std::get<double>(*number);
    if (whole != std::trunc(whole) || std::fabs(whole) > 9e15) return std::nullopt;
    return Value{static_cast<std::int64_t>(whole)};
}

std::optional<Value> to_boolean(const json& value) {
    if (value.is_boolean()) return Value{static_cast<std::int64_t>(value.get<bool>())};
    if (value == "true") return Value{std::int64_t{1}};
    if (value == "false") return Value{std::int64_t{0}};
    return std::nullopt;
}

std::optional<Value> to_text(const Field& field, const json& value) {
    if (value.is_number() || value.is_boolean()) return Value{value.dump()};
    if (!value.is_string()) return std::nullopt;
    // Long texts keep their blanks: they may be laid out with them.
    const std::string& text = value.get_ref<const std::string&>();
    const std::string_view kept = field.type == FieldType::textarea ? std::string_view(text) : base::trim(text);
    if (kept.empty()) return Value{};
    return Value{std::string(kept)};
}

std::optional<Value> to_date(const json& value) {
    if (!value.is_string()) return std::nullopt;
    const auto date = parse_date(value.get_ref<const std::string&>());
    if (!date) return std::nullopt;
    return Value{format_date(*date)};
}

std::optional<Value> to_datetime(const json& value) {
    if (!value.is_string()) return std::nullopt;
    const auto instant = parse_datetime(value.get_ref<const std::string&>());
    if (!instant) return std::nullopt;
    return Value{format_datetime(*instant)};
}

std::optional<Value> to_time(const json& value) {
    if (!value.is_string()) return std::nullopt;
    auto time = normalised_time(value.get_ref<const std::string&>());
    if (!time) return std::nullopt;
    return Value{*std::move(time)};
}

// An id that is none stays as it is: it is not the parser that refuses it.
std::optional<Value> to_reference(const Field& field, const json& value) {
    if (!value.is_string()) return std::nullopt;
    auto text = to_text(field, value);
    if (!is_null(*text)) {
        if (auto id = to_18(std::get<std::string>(*text))) return Value{*std::move(id)};
    }
    return text;
}

}  // namespace

std::optional<Value> convert(const Field& field, const json& value) {
    if (value.is_null()) return Value{};
    switch (field.type) {
        case FieldType::boolean:
            return to_boolean(value);
        case FieldType::integer:
            return to_integer(value);
        case FieldType::number:
        case FieldType::currency:
        case FieldType::percent:
            return to_real(value);
        case FieldType::date:
            return to_date(value);
        case FieldType::datetime:
            return to_datetime(value);
        case FieldType::time:
            return to_time(value);
        case FieldType::id:
        case FieldType::reference:
            return to_reference(field, value);
        case FieldType::address:
            return std::nullopt;
        default:
            return to_text(field, value);
    }
}

std::string_view token_name(const json& value) {
    switch (value.type()) {
        case json::value_t::string:
            return "VALUE_STRING";
        case json::value_t::number_integer:
        case json::value_t::number_unsigned:
            return "VALUE_NUMBER_INT";
        case json::value_t::number_float:
            return "VALUE_NUMBER_FLOAT";
        case json::value_t::boolean:
            return value.get<bool>() ? "VALUE_TRUE" : "VALUE_FALSE";
        case json::value_t::object:
            return "START_OBJECT";
        case json::value_t::array:
            return "START_ARRAY";
        default:
            return "VALUE_NULL";
    }
}

std::string_view type_name(const Field& field) {
    switch (storage(field.type)) {
        case Storage::integer:
            return to_string(field.type);
        case Storage::real:
            return "double";
        case Storage::none:
            return to_string(field.type);
        case Storage::text:
            break;
    }
    switch (field.type) {
        case FieldType::date:
        case FieldType::datetime:
        case FieldType::time:
        case FieldType::reference:
            return to_string(field.type);
        default:
            return "string";
    }
}

}  // namespace alysio::sandbox::org
