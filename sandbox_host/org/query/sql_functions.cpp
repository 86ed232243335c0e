#include "sandbox_host/org/query/sql_functions.hpp"

#include "sandbox_host/org/query/presentation.hpp"
#include "sandbox_host/org/query/time_zone.hpp"
#include "sandbox_host/org/store/collation.hpp"
#include "sandbox_host/org/store/database.hpp"
#include "sandbox_host/org/time/clock.hpp"

#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace alysio::sandbox::org {
namespace {

constexpr double earth_radius_km = 6371.0088;

std::string_view text_of(sqlite3_value* value) {
    const auto* text = static_cast<const char*>(sqlite3_value_blob(value));
    return {text == nullptr ? "" : text, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

bool any_null(int count, sqlite3_value** values) {
    return std::any_of(values, values + count,
                       [](sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_NULL; });
}

void like_function(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return sqlite3_result_null(context);
    sqlite3_result_int(context, like(text_of(values[0]), text_of(values[1])) ? 1 : 0);
}

void like_folded_function(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return sqlite3_result_null(context);
    sqlite3_result_int(context, like(fold(text_of(values[0])), text_of(values[1])) ? 1 : 0);
}

std::vector<std::string> folded_values(std::string_view values) {
    std::vector<std::string> parts;
    for (const std::string_view part : base::split(values, ';')) parts.push_back(fold(part));
    return parts;
}

void includes_function(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return sqlite3_result_null(context);
    const std::vector<std::string> held = folded_values(text_of(values[0]));
    const std::vector<std::string> wanted = folded_values(text_of(values[1]));
    const bool all = std::all_of(wanted.begin(), wanted.end(), [&](const std::string& value) {
        return std::find(held.begin(), held.end(), value) != held.end();
    });
    sqlite3_result_int(context, all ? 1 : 0);
}

void local_function(sqlite3_context* context, int count, sqlite3_value** values) {
    const std::optional<Instant> instant = any_null(count, values) ? std::nullopt : parse_datetime(text_of(values[0]));
    if (!instant) return sqlite3_result_null(context);
    auto& zones = **static_cast<std::shared_ptr<TimeZones>*>(sqlite3_user_data(context));
    const TimeZone& zone = zones.find(text_of(values[1]));
    const std::string local =
        format_datetime(*instant + zone.offset(std::chrono::floor<std::chrono::seconds>(*instant)));
    sqlite3_result_text(context, local.data(), static_cast<int>(local.size()), SQLITE_TRANSIENT);
}

void format_function(sqlite3_context* context, int, sqlite3_value** values) {
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
    const auto type = static_cast<FieldType>(sqlite3_value_int(values[1]));
    const int scale = sqlite3_value_int(values[2]);
    auto& zones = **static_cast<std::shared_ptr<TimeZones>*>(sqlite3_user_data(context));
    std::string text;
    if (type == FieldType::currency)
        text = presented_amount(sqlite3_value_double(values[0]), scale, text_of(values[3]));
    else if (type == FieldType::percent)
        text = presented_number(sqlite3_value_double(values[0]), scale) + "%";
    else if (type == FieldType::integer || type == FieldType::number)
        text = presented_number(sqlite3_value_double(values[0]), type == FieldType::integer ? 0 : scale);
    else
        text = presented_time(text_of(values[0]), type, zones.find(text_of(values[4])));
    sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void distance_function(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return sqlite3_result_null(context);
    const auto radians = [&](int i) { return sqlite3_value_double(values[i]) * 3.14159265358979323846 / 180; };
    const double latitude = std::sin((radians(2) - radians(0)) / 2);
    const double longitude = std::sin((radians(3) - radians(1)) / 2);
    const double haversine = latitude * latitude + std::cos(radians(0)) * std::cos(radians(2)) * longitude * longitude;
    sqlite3_result_double(context, 2 * earth_radius_km * std::asin(std::sqrt(std::min(1.0, haversine))));
}

}  // namespace

bool like(std::string_view text, std::string_view pattern) {
    constexpr std::size_t none = std::string_view::npos;
    std::size_t at = 0;
    std::size_t rule = 0;
    // Where to go on when something does not fit: at the last '%', which then stands for one character more.
    std::size_t retry_rule = none;
    std::size_t retry_at = 0;
    while (at < text.size() || rule < pattern.size()) {
        if (rule < pattern.size() && pattern[rule] == '%') {
            retry_rule = ++rule;
            retry_at = at;
            continue;
        }
        if (at < text.size() && rule < pattern.size()) {
            const bool escaped = pattern[rule] == '\\' && rule + 1 < pattern.size();
            if (pattern[rule] == '_') {
                at += base::utf8::first(text.substr(at), 1).size();
                ++rule;
                continue;
            }
            if (pattern[rule + (escaped ? 1 : 0)] == text[at]) {
                ++at;
                rule += escaped ? 2 : 1;
                continue;
            }
        }
        if (retry_rule == none || retry_at == text.size()) return false;
        retry_at += base::utf8::first(text.substr(retry_at), 1).size();
        at = retry_at;
        rule = retry_rule;
    }
    return true;
}

void register_functions(Database& database, const std::shared_ptr<TimeZones>& zones) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    sqlite3* connection = database.handle();
    const auto define = [&](const char* name, int arguments, void (*function)(sqlite3_context*, int, sqlite3_value**)) {
        sqlite3_create_function_v2(connection, name, arguments, flags, nullptr, function, nullptr, nullptr, nullptr);
    };
    define("soql_like", 2, like_function);
    define("soql_like_folded", 2, like_folded_function);
    define("soql_includes", 2, includes_function);
    define("soql_distance", 4, distance_function);
    const auto define_with_zones = [&](const char* name, int arguments,
                                       void (*function)(sqlite3_context*, int, sqlite3_value**)) {
        auto* held = new std::shared_ptr<TimeZones>(zones);
        sqlite3_create_function_v2(connection, name, arguments, flags, held, function, nullptr, nullptr,
                                   [](void* pointer) { delete static_cast<std::shared_ptr<TimeZones>*>(pointer); });
    };
    define_with_zones("soql_local", 2, local_function);
    define_with_zones("soql_format", 5, format_function);
}

}  // namespace alysio::sandbox::org
