#pragma once

#include "sandbox_host/org/query/time_zone.hpp"
#include "sandbox_host/org/schema/field.hpp"

#include <string>
#include <string_view>

/// FORMAT(): values as people in the United States read them.
namespace alysio::sandbox::org {

/// "1,234.50"
std::string presented_number(double number, int scale);
/// "$1,234.50", "EUR 1,234.50"; without a currency code it is dollars.
std::string presented_amount(double amount, int scale, std::string_view currency);
/// "3/31/2026", "3/31/2026, 9:05 AM", "9:05 AM" of the stored form of a date, datetime or time; any other text as it is.
std::string presented_time(std::string_view stored, FieldType type, const TimeZone& zone);

}  // namespace alysio::sandbox::org
