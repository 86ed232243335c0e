#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// A SOQL query as written: names are not resolved, keywords are gone, literals are decoded. `offset` is the byte
/// offset in the query's text, for errors found later. Trees own everything they hold, and move but do not copy.
namespace alysio::sandbox::soql {

struct Query;

// -- names and functions --------------------------------------------------------------------------------------------

/// `Account.Owner.Name`: relationships (perhaps an object's name or alias before them), then the field.
struct Path {
    std::vector<std::string> names;
    std::size_t offset = 0;
};

enum class Function {
    // over groups of rows
    count,
    count_distinct,
    sum,
    avg,
    min,
    max,
    grouping,
    // presentation
    to_label,
    format,
    convert_currency,
    convert_timezone,  // only inside a date function
    // dates
    calendar_month,
    calendar_quarter,
    calendar_year,
    day_in_month,
    day_in_week,
    day_in_year,
    day_only,
    fiscal_month,
    fiscal_quarter,
    fiscal_year,
    hour_in_day,
    week_in_month,
    week_in_year,
};

struct Geolocation {
    double latitude = 0;
    double longitude = 0;
};

struct Distance {
    Path from;
    std::variant<Path, Geolocation> to;
    bool in_kilometres = false;  ///< otherwise miles
    std::size_t offset = 0;
};

struct Call;

/// What can be selected, compared, grouped by and sorted by.
using Operand = std::variant<Path, Distance, std::unique_ptr<Call>>;

/// A function of one operand; COUNT() has none, GROUPING may have several.
struct Call {
    Function function = Function::count;
    std::vector<Operand> arguments;
    std::size_t offset = 0;
};

// -- values ---------------------------------------------------------------------------------------------------------

struct Null {};

struct Number {
    std::string text;  ///< as written, without a leading '+': "-1.50", "3e5"
};

struct Text {
    std::string text;  ///< unescaped
};

/// The right side of LIKE: `%` and `_` are wildcards unless a backslash stands before them; a backslash is doubled.
struct Pattern {
    std::string text;
};

using Date = std::chrono::year_month_day;
using DateTime = std::chrono::sys_time<std::chrono::milliseconds>;
using Time = std::chrono::milliseconds;  ///< since midnight, UTC

enum class CalendarUnit { day, week, month, quarter, year, fiscal_quarter, fiscal_year };

/// A date literal: the calendar units `first` to `last`, both included, counted from the current one, which is 0.
/// YESTERDAY is day -1 to -1; LAST_N_DAYS:7 is day -7 to 0; NEXT_N_MONTHS:2 is month 1 to 2.
struct RelativeDate {
    CalendarUnit unit = CalendarUnit::day;
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::string text;  ///< in its standard spelling
};

struct Money {
    std::string currency;  ///< ISO code in upper case
    std::string amount;    ///< as written
};

struct Value {
    std::variant<Null, bool, Number, Text, Pattern, Date, DateTime, Time, RelativeDate, Money> literal;
    std::size_t offset = 0;
};

// -- conditions -----------------------------------------------------------------------------------------------------

struct Condition;

/// Two or more terms joined by one operator. A Junction inside a Junction was written in parentheses.
struct Junction {
    bool all = true;  ///< AND; otherwise OR
    std::vector<Condition> terms;
};

struct Negation {
    std::unique_ptr<Condition> term;
};

enum class Comparator { equal, not_equal, less, less_or_equal, greater, greater_or_equal, like };

struct Comparison {
    Operand left;
    Comparator comparator = Comparator::equal;
    Value right;
};

/// IN and NOT IN, over a list or over a query (a semi-join or an anti-join).
struct Membership {
    Operand left;
    bool negated = false;
    std::variant<std::vector<Value>, std::unique_ptr<Query>> right;
};

/// INCLUDES and EXCLUDES, for multi-select picklists: ('a;b', 'c') asks for both a and b, or for c.
struct Inclusion {
    Operand left;
    bool negated = false;
    std::vector<Value> selections;
};

struct Condition {
    std::variant<Junction, Negation, Comparison, Membership, Inclusion> node;
    std::size_t offset = 0;
};

// -- clauses --------------------------------------------------------------------------------------------------------

struct SelectedOperand {
    Operand operand;
    std::string alias;  ///< empty: none
};

/// FIELDS(ALL), FIELDS(STANDARD), FIELDS(CUSTOM).
struct FieldSet {
    enum class Kind { all, standard, custom } kind = Kind::all;
    std::size_t offset = 0;
};

struct TypeOf {
    struct Branch {
        std::string object;
        std::vector<Path> fields;
        std::size_t offset = 0;
    };
    Path relationship;
    std::vector<Branch> branches;
    std::vector<Path> otherwise;
};

using SelectItem = std::variant<SelectedOperand, FieldSet, TypeOf, std::unique_ptr<Query>>;

/// One source of rows: an object, or, inside a child query or after another source, a relationship.
struct Source {
    Path name;
    std::string alias;  ///< empty: none
};

struct Scope {
    std::string name;  ///< "mine", "everything", ... as written
    std::size_t offset = 0;
};

struct CategoryFilter {
    enum class Selector { at, above, below, above_or_below };
    struct Term {
        std::string group;
        Selector selector = Selector::at;
        std::vector<std::string> categories;
    };
    std::vector<Term> terms;
};

enum class AccessMode { security_enforced, user_mode, system_mode };

struct With {
    std::variant<AccessMode, CategoryFilter, Comparison> filter;
    std::size_t offset = 0;
};

struct Grouping {
    enum class Kind { plain, rollup, cube } kind = Kind::plain;
    std::vector<Operand> keys;
    std::size_t offset = 0;
};

struct Ordering {
    Operand operand;
    bool descending = false;
    bool nulls_last = false;  ///< nulls come first unless asked otherwise, also in descending order
};

struct Bound {
    std::int64_t count = 0;  ///< never negative
    std::size_t offset = 0;
};

enum class ForClause { view, reference, update };
enum class UpdateClause { tracking, view_stat };

struct Query {
    std::vector<SelectItem> select;  ///< never empty
    std::vector<Source> from;        ///< never empty; several only in the old form "FROM Account a, a.Contacts c"
    std::optional<Scope> scope;
    std::optional<Condition> where;
    std::optional<With> with;
    std::optional<Grouping> group_by;
    std::optional<Condition> having;
    std::vector<Ordering> order_by;
    std::optional<Bound> limit;
    std::optional<Bound> skip;  ///< OFFSET
    bool all_rows = false;
    std::vector<ForClause> for_clauses;
    std::vector<UpdateClause> updates;
    std::size_t offset = 0;
};

}  // namespace alysio::sandbox::soql
