#include "sandbox_host/org/query/date_functions.hpp"

#include "sandbox_host/soql/words.hpp"

namespace alysio::sandbox::org {
namespace {

using soql::Function;

std::string part(const std::string& sql, int first, int length) {
    return "CAST(substr(" + sql + ", " + std::to_string(first) + ", " + std::to_string(length) + ") AS INTEGER)";
}

}  // namespace

// Dates are stored as text that starts with YYYY-MM-DDTHH.
Expression date_function(Compilation& compilation, const soql::Call& call, const Expression& moment) {
    const std::string& sql = moment.sql;
    const std::string year = part(sql, 1, 4);
    const std::string month = part(sql, 6, 2);
    const std::string day = part(sql, 9, 2);
    const std::string day_of_year = "CAST(strftime('%j', substr(" + sql + ", 1, 10)) AS INTEGER)";
    const std::string start = std::to_string(compilation.calendar.fiscal_year_start);
    const std::string fiscal_month = "((" + month + " - " + start + " + 12) % 12 + 1)";
    const auto integer = [](std::string text) { return Expression{std::move(text), FieldType::integer, nullptr, {}}; };

    const bool needs_time = call.function == Function::day_only || call.function == Function::hour_in_day;
    const bool fits = moment.type == FieldType::datetime || (moment.type == FieldType::date && !needs_time);
    if (!fits) {
        compilation.refuse(call.offset, "INVALID_FIELD",
                           std::string(soql::name_of(call.function)) + " needs a " +
                               (needs_time ? "dateTime field" : "date or dateTime field"));
    }
    switch (call.function) {
        case Function::calendar_month:
            return integer(month);
        case Function::calendar_quarter:
            return integer("((" + month + " + 2) / 3)");
        case Function::calendar_year:
            return integer(year);
        case Function::day_in_month:
            return integer(day);
        case Function::day_in_week:
            return integer("(CAST(strftime('%w', substr(" + sql + ", 1, 10)) AS INTEGER) + 1)");
        case Function::day_in_year:
            return integer(day_of_year);
        case Function::day_only:
            return {"substr(" + sql + ", 1, 10)", FieldType::date, nullptr, {}};
        case Function::fiscal_month:
            return integer(fiscal_month);
        case Function::fiscal_quarter:
            return integer("((" + fiscal_month + " + 2) / 3)");
        case Function::fiscal_year:
            if (compilation.calendar.fiscal_year_named_by_start)
                return integer("(" + year + " - (" + month + " < " + start + "))");
            return integer("(" + year + " + (" + start + " > 1 AND " + month + " >= " + start + "))");
        case Function::hour_in_day:
            return integer(part(sql, 12, 2));
        case Function::week_in_month:
            return integer("((" + day + " + 6) / 7)");
        default:
            return integer("((" + day_of_year + " + 6) / 7)");
    }
}

}  // namespace alysio::sandbox::org
