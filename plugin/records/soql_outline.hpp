/// What the plugin must know of a query before it sends it: Salesforce alone decides whether it is right.
#pragma once

#include <alysio/base/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::salesforce::records {

/// A column of the SELECT list under the name that rows use for it: "Name", "Account.Name", "expr0", an alias, the
/// relationship of a subquery.
struct Column {
    std::string path;
    bool open = false;   // FIELDS(): only the first row says which fields it stands for
    bool loose = false;  // toLabel(Account.Industry): rows may name it without its parent
};

/// FROM Contact c, c.Account a: what rows call each source, "" for the first one.
struct Source {
    std::string alias;
    std::string path;
};

struct Subquery {
    std::string relationship;  // as rows name it: "Contacts"
    std::string text;          // "SELECT … FROM Contacts …", without its parentheses
    std::vector<Subquery> subqueries;
};
using Subqueries = std::vector<Subquery>;

/// The one of that name; null where there is none.
const Subquery* find_subquery(const Subqueries& subqueries, std::string_view relationship);
/// Of the rows that a dotted path of relationships leads to, from those of the query on ("" names them). Null for none.
const Subqueries* subqueries_at(const Subqueries* subqueries, std::string_view path);

struct Outline {
    std::string query;   // to be sent: one trailing semicolon is gone
    std::string object;  // of the main FROM, as it was written
    std::vector<Source> sources;
    std::vector<Column> columns;
    Subqueries subqueries;
    std::vector<std::string> ordered_by;  // fields and functions of ORDER BY, as they were written
    /// The first of them goes down, and says nothing of where empty values stand.
    bool descends_from_nulls = false;
    std::vector<std::string> summed;  // what SUM, AVG, MIN and MAX are of

    bool count_only = false;  // SELECT COUNT() alone
    bool aggregate = false;   // rows are groups, not records

    /// Task, Event or one of the subqueries that hold them.
    bool reads_activities = false;

    /// `ORDER BY Id` and nothing else: the query can go on after a known Id.
    enum class IdOrder { no, ascending, descending };
    IdOrder id_order = IdOrder::no;

    /// The query cut at its clauses.
    std::string head;       // SELECT … FROM … [USING SCOPE …]
    std::string condition;  // what follows WHERE
    std::string middle;     // WITH …, GROUP BY …, ORDER BY …
    std::optional<std::uint64_t> limit;
    bool all_rows =
        false;  // deleted and archived ones too; the words are taken off, since another resource answers them

    /// A name of the query as rows have it: without the object or an alias in front.
    std::string path(std::string_view written) const;
};

/// Why a query is not sent.
struct QueryRefusal {
    std::string message;
    std::string guidance;
};

/// Reads the text; refuses what is not one reading SELECT.
base::Result<Outline, QueryRefusal> outline(std::string_view soql);

/// The query for the rows after `last_id`, with what is left of its LIMIT after `rows` of them. Nothing when the query is
/// not ordered by Id alone, or when all rows of its LIMIT are there.
std::optional<std::string> query_after(const Outline& outline, std::string_view last_id, std::uint64_t rows);

/// The query for the child rows of one parent, by the dotted path of relationships that leads to them. Nothing when the
/// path is not in the query.
std::optional<std::string> query_of_children(const Outline& outline, std::string_view path,
                                             std::string_view parent_object, std::string_view parent_id);

}  // namespace alysio::salesforce::records
