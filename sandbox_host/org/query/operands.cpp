#include "sandbox_host/org/query/operands.hpp"

#include "sandbox_host/org/query/currency.hpp"
#include "sandbox_host/org/query/date_functions.hpp"
#include "sandbox_host/org/store/collation.hpp"
#include "sandbox_host/soql/format.hpp"
#include "sandbox_host/soql/words.hpp"

#include <algorithm>
#include <optional>

namespace alysio::sandbox::org {
namespace {

using soql::Function;

constexpr char kilometres_to_miles[] = " * 0.62137119223733397";

void refuse_unless(Frame& frame, bool allowed, const Expression& expression, std::size_t offset, const char* code,
                   const char* verb) {
    if (!allowed) {
        frame.compilation.refuse(offset, code,
                                 "field '" + expression.field->name + "' can not be " + verb + " in a query call");
    }
}

// What describe says about the field.
void check_use(Frame& frame, const Expression& expression, std::size_t offset, Use use) {
    const Field* field = expression.field;
    if (field == nullptr) return;
    if (use == Use::filter) {
        refuse_unless(frame, field->filterable && field->stored(), expression, offset, "INVALID_FIELD", "filtered");
    } else if (use == Use::order) {
        refuse_unless(frame, field->sortable && field->stored(), expression, offset, "MALFORMED_QUERY", "sorted");
    } else if (use == Use::group) {
        refuse_unless(frame, field->groupable && field->stored(), expression, offset, "MALFORMED_QUERY", "grouped");
    }
}

const Group* group_of(const Frame& frame, const Expression& expression) {
    const auto found = std::find_if(frame.groups->begin(), frame.groups->end(),
                                    [&](const Group& group) { return group.expression.sql == expression.sql; });
    return found == frame.groups->end() ? nullptr : &*found;
}

// In a grouped query everything that is no aggregate is a key, or made of one.
Expression as_key(Frame& frame, Expression expression, const soql::Operand& operand,
                  const Expression* argument = nullptr) {
    const Group* group = group_of(frame, expression);
    if (group == nullptr && argument != nullptr) group = group_of(frame, *argument);
    if (group == nullptr)
        frame.compilation.not_grouped(offset_of(operand), soql::format(operand));
    else if (group->rolled_up)
        expression.sql = "NULL";
    return expression;
}

bool needs_key(const Frame& frame, Use use) {
    return frame.groups != nullptr && use != Use::filter && use != Use::group;
}

Expression aggregate(Frame& frame, const soql::Call& call, Use use) {
    const std::string_view name = soql::name_of(call.function);
    if (use == Use::filter || use == Use::group || (use == Use::order && frame.groups == nullptr)) {
        frame.compilation.refuse(call.offset, "MALFORMED_QUERY",
                                 "Aggregate function " + std::string(name) + " is not allowed here");
        return {};
    }
    if (call.arguments.empty()) return {"COUNT(*)", FieldType::integer, nullptr, {}};

    const Expression argument = frame.joins.field(std::get<soql::Path>(call.arguments.front()));
    const bool numeric = storage(argument.type) == Storage::real || argument.type == FieldType::integer;
    const bool sums = call.function == Function::sum || call.function == Function::avg;
    const bool allowed = argument.field == nullptr || (argument.field->aggregatable && argument.field->stored());
    if (!allowed || (sums && !numeric)) {
        frame.compilation.refuse(call.offset, "MALFORMED_QUERY",
                                 "field " + soql::format(call.arguments.front()) +
                                     " does not support aggregate operator " + std::string(name));
    }
    const std::string inner = in_corporate_currency(frame, argument) + argument.collation;
    switch (call.function) {
        case Function::count:
            return {"COUNT(" + inner + ")", FieldType::integer, nullptr, {}};
        case Function::count_distinct:
            return {"COUNT(DISTINCT " + inner + ")", FieldType::integer, nullptr, {}};
        case Function::avg:
            return {"AVG(" + inner + ")", FieldType::number, nullptr, {}};
        case Function::sum:
            return {"SUM(" + inner + ")", argument.type, nullptr, {}};
        case Function::min:
            return {"MIN(" + inner + ")", argument.type, nullptr, argument.collation};
        default:
            return {"MAX(" + inner + ")", argument.type, nullptr, argument.collation};
    }
}

Expression grouping(Frame& frame, const soql::Call& call) {
    const Expression key = frame.joins.field(std::get<soql::Path>(call.arguments.front()));
    const Group* group = frame.groups == nullptr ? nullptr : group_of(frame, key);
    if (group == nullptr || call.arguments.size() > 1)
        frame.compilation.not_grouped(call.offset, soql::format(call.arguments.front()));
    return {group != nullptr && group->rolled_up ? "1" : "0", FieldType::integer, nullptr, {}};
}

Expression label(Frame& frame, const soql::Call& call) {
    Expression expression = frame.joins.field(std::get<soql::Path>(call.arguments.front()));
    if (expression.field == nullptr || !expression.field->is_picklist() || expression.field->values.empty())
        return expression;
    std::string sql = "CASE " + expression.sql;
    for (const PicklistValue& value : expression.field->values)
        sql += " WHEN " + frame.draft.constant(value.value) + " THEN " + frame.draft.constant(value.label);
    expression.sql = sql + " ELSE " + expression.sql + " END";
    expression.collation = std::string(" COLLATE ") + folded_collation;
    return expression;
}

Expression converted(Frame& frame, const soql::Call& call, Use use) {
    if (use != Use::select || frame.groups != nullptr) {
        frame.compilation.refuse(call.offset, "MALFORMED_QUERY",
                                 "convertCurrency is for the SELECT list of a query without groups");
    }
    return in_user_currency(frame, frame.joins.field(std::get<soql::Path>(call.arguments.front())), call.offset);
}

Expression formatted(Frame& frame, const soql::Call& call, Use use) {
    if (use != Use::select) frame.compilation.refuse(call.offset, "MALFORMED_QUERY", "FORMAT is for the SELECT list");
    Expression shown = compile(frame, call.arguments.front(), use);
    const int scale = shown.field == nullptr ? 2 : shown.field->scale;
    shown.sql = "soql_format(" + shown.sql + ", " + frame.draft.bind(static_cast<std::int64_t>(shown.type)) + ", " +
                frame.draft.bind(std::int64_t{scale}) + ", " + (shown.currency.empty() ? "NULL" : shown.currency) +
                ", " + frame.draft.constant(frame.compilation.asker.time_zone) + ")";
    shown.type = FieldType::string;
    return shown;
}

Expression compile(Frame& frame, const soql::Call& call, const soql::Operand& operand, Use use) {
    if (call.function == Function::grouping) return grouping(frame, call);
    if (soql::is_aggregate(call.function)) return aggregate(frame, call, use);
    if (soql::is_date_function(call.function)) {
        const auto* inner = std::get_if<std::unique_ptr<soql::Call>>(&call.arguments.front());
        const soql::Operand& field = inner == nullptr ? call.arguments.front() : (*inner)->arguments.front();
        Expression moment = frame.joins.field(std::get<soql::Path>(field));
        if (use == Use::filter) check_use(frame, moment, call.offset, use);
        const Expression plain = moment;
        if (inner != nullptr) {
            if (moment.type != FieldType::datetime)
                frame.compilation.refuse(call.offset, "INVALID_FIELD", "convertTimezone needs a dateTime field");
            moment.sql =
                "soql_local(" + moment.sql + ", " + frame.draft.constant(frame.compilation.asker.time_zone) + ")";
        }
        Expression result = date_function(frame.compilation, call, moment);
        if (needs_key(frame, use)) return as_key(frame, std::move(result), operand, &plain);
        if (use == Use::select || use == Use::order) frame.compilation.not_grouped(call.offset, soql::format(operand));
        return result;
    }
    if (call.function == Function::to_label) {
        Expression labelled = label(frame, call);
        check_use(frame, labelled, call.offset, use);
        const Expression plain = frame.joins.field(std::get<soql::Path>(call.arguments.front()));
        return needs_key(frame, use) ? as_key(frame, std::move(labelled), operand, &plain) : labelled;
    }
    if (call.function == Function::convert_currency) return converted(frame, call, use);
    return formatted(frame, call, use);
}

struct Coordinates {
    std::string latitude;
    std::string longitude;
};

// The two numbers of a compound: BillingLatitude and BillingLongitude of BillingAddress.
Coordinates coordinates(Frame& frame, const soql::Path& path) {
    Coordinates found;
    soql::Path part = path;
    const Expression compound = frame.joins.field(path);
    if (compound.field == nullptr || compound.type != FieldType::address) {
        frame.compilation.refuse(path.offset, "INVALID_FIELD", "DISTANCE needs an address or geolocation field");
        return found;
    }
    const std::string prefix =
        compound.field->name.substr(0, compound.field->name.size() - std::string_view("Address").size());
    part.names.back() = prefix + "Latitude";
    found.latitude = frame.joins.field(part).sql;
    part.names.back() = prefix + "Longitude";
    found.longitude = frame.joins.field(part).sql;
    return found;
}

Expression compile(Frame& frame, const soql::Distance& distance) {
    const Coordinates from = coordinates(frame, distance.from);
    Coordinates to;
    if (const auto* place = std::get_if<soql::Geolocation>(&distance.to)) {
        to = {frame.draft.bind(place->latitude), frame.draft.bind(place->longitude)};
    } else {
        to = coordinates(frame, std::get<soql::Path>(distance.to));
    }
    std::string sql =
        "soql_distance(" + from.latitude + ", " + from.longitude + ", " + to.latitude + ", " + to.longitude + ")";
    if (!distance.in_kilometres) sql = "(" + sql + kilometres_to_miles + ")";
    return {std::move(sql), FieldType::number, nullptr, {}};
}

// Picklists sort in the order of their values, with unlisted ones behind.
std::optional<std::string> rank(Frame& frame, const Expression& expression) {
    if (expression.field == nullptr || expression.type != FieldType::picklist || expression.field->values.empty())
        return std::nullopt;
    std::string sql = "CASE " + expression.sql;
    std::size_t place = 0;
    for (const PicklistValue& value : expression.field->values)
        sql += " WHEN " + frame.draft.constant(value.value) + " THEN " + std::to_string(place++);
    return sql + " ELSE CASE WHEN " + expression.sql + " IS NOT NULL THEN " + std::to_string(place) + " END END";
}

}  // namespace

Expression compile(Frame& frame, const soql::Operand& operand, Use use) {
    if (const auto* call = std::get_if<std::unique_ptr<soql::Call>>(&operand))
        return compile(frame, **call, operand, use);
    if (const auto* distance = std::get_if<soql::Distance>(&operand)) return compile(frame, *distance);
    const auto& path = std::get<soql::Path>(operand);
    Expression expression = frame.joins.field(path);
    check_use(frame, expression, path.offset, use);
    return needs_key(frame, use) ? as_key(frame, std::move(expression), operand) : expression;
}

std::string compile(Frame& frame, const soql::Ordering& ordering) {
    const Expression expression = compile(frame, ordering.operand, Use::order);
    const std::string direction =
        std::string(ordering.descending ? " DESC" : " ASC") + (ordering.nulls_last ? " NULLS LAST" : " NULLS FIRST");
    const std::string by_value = expression.sql + expression.collation + direction;
    // Labels sort as the texts that they are.
    const bool is_field = std::holds_alternative<soql::Path>(ordering.operand);
    const std::optional<std::string> by_rank = is_field ? rank(frame, expression) : std::nullopt;
    return by_rank ? *by_rank + direction + ", " + by_value : by_value;
}

bool is_aggregate(const soql::Operand& operand) {
    const auto* call = std::get_if<std::unique_ptr<soql::Call>>(&operand);
    if (call == nullptr) return false;
    if (soql::is_aggregate((*call)->function)) return true;
    return !(*call)->arguments.empty() && is_aggregate((*call)->arguments.front());
}

std::size_t offset_of(const soql::Operand& operand) {
    if (const auto* path = std::get_if<soql::Path>(&operand)) return path->offset;
    if (const auto* distance = std::get_if<soql::Distance>(&operand)) return distance->offset;
    return std::get<std::unique_ptr<soql::Call>>(operand)->offset;
}

}  // namespace alysio::sandbox::org
