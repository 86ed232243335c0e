#include "sandbox_host/org/wire/json_text.hpp"

#include <alysio/base/encoding.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace alysio::sandbox::org {

void append_double(std::string& json, double number) {
    if (!std::isfinite(number)) {
        json += "null";
        return;
    }
    if (number == 0) {
        json += std::signbit(number) ? "-0.0" : "0.0";
        return;
    }
    std::array<char, 64> buffer{};
    const double size = std::fabs(number);
    if (size >= 1e-3 && size < 1e7) {
        const auto end = std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::fixed).ptr;
        const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
        json.append(text);
        if (text.find('.') == std::string_view::npos) json += ".0";
        return;
    }
    const auto end = std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::scientific).ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const auto e = text.find('e');
    json.append(text.substr(0, e));
    if (text.find('.') == std::string_view::npos) json += ".0";
    json += 'E';
    int exponent = 0;
    // from_chars takes no plus sign.
    std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, exponent);
    json += std::to_string(exponent);
}

void append_value(std::string& json, const Field& field, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        if (field.type == FieldType::boolean) {
            json += *integer != 0 ? "true" : "false";
        } else if (storage(field.type) == Storage::real) {
            append_double(json, static_cast<double>(*integer));
        } else {
            json += std::to_string(*integer);
        }
    } else if (const auto* real = std::get_if<double>(&value)) {
        append_double(json, *real);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        base::append_json_quoted(*text, json);
    } else {
        json += "null";
    }
}

void append_attributes(std::string& json, std::string_view object, std::string_view id, std::string_view api_version) {
    json.append(R"("attributes":{"type":")").append(object).append(R"(","url":"/services/data/v)").append(api_version);
    json.append("/sobjects/").append(object).append("/").append(id).append("\"}");
}

}  // namespace alysio::sandbox::org
