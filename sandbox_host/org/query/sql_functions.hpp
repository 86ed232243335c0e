#pragma once

#include <memory>
#include <string_view>

namespace alysio::sandbox::org {

class Database;
class TimeZones;

/// What SOQL can compute and SQLite cannot:
///   soql_like(text, pattern)               LIKE of SOQL; soql_like_folded: without regard to case, the pattern folded
///   soql_includes(values, selection)       whether the "a;b" of a multi-select picklist holds all of a selection "b"
///   soql_local(datetime, zone)             the stored form of a datetime, moved to what clocks in the zone show
///   soql_format(value, type, scale, currency, zone)  FORMAT(): the value as presentation.hpp has it
///   soql_distance(lat, lon, lat, lon)      kilometres on the globe
/// Null in, null out.
void register_functions(Database& database, const std::shared_ptr<TimeZones>& zones);

/// SOQL's LIKE: `%` stands for any text, `_` for one character, a backslash makes the next character stand for itself.
bool like(std::string_view text, std::string_view pattern);

}  // namespace alysio::sandbox::org
