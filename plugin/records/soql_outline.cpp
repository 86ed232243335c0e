#include "plugin/records/soql_outline.hpp"

#include "plugin/records/soql_tokens.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace alysio::salesforce::records {
namespace {

using SoqlTokens = std::vector<SoqlToken>;
using Iterator = SoqlTokens::const_iterator;

template <std::size_t N>
bool is_any(const SoqlToken& token, const std::array<std::string_view, N>& keywords) {
    return std::any_of(keywords.begin(), keywords.end(), [&](std::string_view word) { return token.is(word); });
}

bool is_aggregate(const SoqlToken& token) {
    static constexpr std::array<std::string_view, 7> names = {"COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN",
                                                              "MAX",   "GROUPING"};
    return is_any(token, names);
}

bool is_sum(const SoqlToken& token) {
    static constexpr std::array<std::string_view, 4> names = {"SUM", "AVG", "MIN", "MAX"};
    return is_any(token, names);
}

bool holds_activities(const SoqlToken& from) {
    static constexpr std::array<std::string_view, 8> names = {
        "TASK", "TASKS", "EVENT", "EVENTS", "ACTIVITYHISTORY", "ACTIVITYHISTORIES", "OPENACTIVITY", "OPENACTIVITIES"};
    return is_any(from, names);
}

std::string_view last_name(std::string_view path) {
    const auto dot = path.rfind('.');
    return dot == path.npos ? path : path.substr(dot + 1);
}

// The token after the parenthesis that matches the one at `open`.
Iterator after_parentheses(Iterator open, Iterator end) {
    const auto close =
        std::find_if(open + 1, end, [&](const SoqlToken& t) { return t.depth == open->depth && t.text == ")"; });
    return close == end ? end : close + 1;
}

// A query or a subquery, cut where its clauses begin.
class ClauseReader {
  public:
    ClauseReader(std::string_view soql, Iterator begin, Iterator end) : soql_(soql), begin_(begin), end_(end) {
        from_ = begin_ == end_ ? end_ : find("FROM", begin_ + 1);
        clauses_ = from_ == end_ || from_ + 1 == end_ ? end_ : from_ + 2;
    }

    Iterator from() const { return from_; }

    std::string_view object() const { return from_ == end_ || from_ + 1 == end_ ? "" : from_[1].text; }

    // The first token after FROM that is `first`, followed by `second` where that is given.
    Iterator clause(std::string_view first, std::string_view second = {}) const {
        for (auto at = clauses_; (at = find(first, at)) != end_; ++at) {
            if (second.empty() || (at + 1 != end_ && at[1].is(second))) return at;
        }
        return end_;
    }

    std::string text(Iterator from, Iterator to) const {
        if (from >= to) return {};
        const auto& last = to[-1];
        return std::string(soql_.substr(from->at, last.at + last.text.size() - from->at));
    }

    std::vector<Subquery> subqueries() const {
        std::vector<Subquery> found;
        for (auto at = begin_; at < from_; ++at) {
            if (at->text != "(" || at->depth != depth() || at + 1 == end_ || !at[1].is("SELECT")) continue;
            const auto close = after_parentheses(at, end_) - 1;
            const ClauseReader inner(soql_, at + 1, close);
            Subquery subquery;
            subquery.relationship = last_name(inner.object());
            subquery.text = inner.text(at + 1, close);
            subquery.subqueries = inner.subqueries();
            found.push_back(std::move(subquery));
        }
        return found;
    }

    // The parts of a list that commas at this query's own depth separate. TYPEOF … END is one part.
    std::vector<std::pair<Iterator, Iterator>> items(Iterator from, Iterator to) const {
        std::vector<std::pair<Iterator, Iterator>> found;
        bool in_typeof = false;
        auto start = from;
        for (auto at = from; at < to; ++at) {
            if (at->depth != depth()) continue;
            if (at->is("TYPEOF")) in_typeof = true;
            if (at->is("END")) in_typeof = false;
            if (at->text == "," && !in_typeof) {
                found.emplace_back(start, at);
                start = at + 1;
            }
        }
        if (start < to) found.emplace_back(start, to);
        return found;
    }

  private:
    int depth() const { return begin_->depth; }

    Iterator find(std::string_view word, Iterator at) const {
        return std::find_if(at, end_, [&](const SoqlToken& t) { return t.depth == depth() && t.is(word); });
    }

    std::string_view soql_;
    Iterator begin_;
    Iterator end_;
    Iterator from_ = end_;
    Iterator clauses_ = end_;
};

// The names that rows will use, in the order of the SELECT list.
class ColumnNames {
  public:
    explicit ColumnNames(const Outline& outline) : outline_(outline), aggregate_(outline.aggregate) {}

    std::vector<Column> of(const std::vector<std::pair<Iterator, Iterator>>& items) {
        for (const auto& [from, to] : items) {
            if (from != to) add(from, to);
        }
        return std::move(columns_);
    }

  private:
    void add(Iterator from, Iterator to) {
        if (from->text == "(") {
            const auto name = std::find_if(
                from + 1, to, [&](const SoqlToken& t) { return t.depth == from->depth + 1 && t.is("FROM"); });
            if (name < to && name + 1 < to) columns_.push_back({std::string(last_name(name[1].text))});
        } else if (from->is("TYPEOF")) {
            add_typeof(from, to);
        } else if (from + 1 < to && from[1].text == "(") {
            add_function(from, to);
        } else if (from + 1 < to && to[-1].kind == SoqlToken::Kind::word) {
            columns_.push_back({std::string(to[-1].text)});
        } else {
            columns_.push_back({path(from->text)});
        }
    }

    void add_function(Iterator from, Iterator to) {
        const auto after = after_parentheses(from + 1, to);
        if (after < to) {
            columns_.push_back({std::string(to[-1].text)});
        } else if (from->is("FIELDS")) {
            columns_.push_back({{}, true});
        } else if (const auto field = translated_field(from, to); !aggregate_ && field < to) {
            const auto name = path(field->text);
            columns_.push_back({name, false, name.find('.') != name.npos});
        } else {
            columns_.push_back({"expr" + std::to_string(unnamed_++)});
        }
    }

    // toLabel, FORMAT and convertCurrency answer under the name of the field in them.
    static Iterator translated_field(Iterator from, Iterator to) {
        static constexpr std::array<std::string_view, 3> translations = {"TOLABEL", "FORMAT", "CONVERTCURRENCY"};
        while (from + 2 < to && from[1].text == "(" && is_any(*from, translations)) from += 2;
        return from + 1 < to && from->kind == SoqlToken::Kind::word && from[1].text == ")" ? from : to;
    }

    // TYPEOF What WHEN Account THEN Phone, Name ELSE Name END: every field that some branch names.
    void add_typeof(Iterator from, Iterator to) {
        if (from + 1 >= to) return;
        const std::string parent = path(from[1].text) + '.';
        bool in_fields = false;
        for (auto at = from + 2; at < to; ++at) {
            if (at->is("WHEN") || at->is("END")) {
                in_fields = false;
            } else if (at->is("THEN") || at->is("ELSE")) {
                in_fields = true;
            } else if (in_fields && at->kind == SoqlToken::Kind::word) {
                columns_.push_back({parent + std::string(at->text)});
            }
        }
    }

    // A group goes by the last name of its path.
    std::string path(std::string_view written) const {
        const auto name = outline_.path(written);
        return aggregate_ ? std::string(last_name(name)) : name;
    }

    const Outline& outline_;
    bool aggregate_;
    int unnamed_ = 0;
    std::vector<Column> columns_;
};

// FROM Account a; FROM Account AS a; FROM Contact c, c.Account a: sources by commas, up to the first word of a clause.
std::vector<Source> read_sources(const ClauseReader& reader, Iterator end) {
    static constexpr std::array<std::string_view, 12> clauses = {
        "USING", "WHERE", "WITH", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "ALL", "FOR", "UPDATE", "SELECT"};
    const auto first = reader.from() + 1;
    const auto last = std::find_if(first, end, [](const SoqlToken& token) { return is_any(token, clauses); });
    Outline known;
    known.object = reader.object();
    for (const auto& [from, to] : reader.items(first, last)) {
        if (from == to) continue;
        Source source;
        if (from != first) source.path = known.path(from->text);
        if (to - from > 1 && to[-1].kind == SoqlToken::Kind::word) source.alias = to[-1].text;
        known.sources.push_back(std::move(source));
    }
    return std::move(known.sources);
}

base::Result<void, QueryRefusal> check_reads_once(const SoqlTokens& tokens) {
    static constexpr std::array<std::string_view, 3> writes = {"INSERT", "UPDATE", "UPSERT"};
    static constexpr std::array<std::string_view, 3> removals = {"DELETE", "UNDELETE", "MERGE"};
    constexpr auto example = "Send one query, such as SELECT Id, Name FROM Account LIMIT 10.";

    if (tokens.empty()) return QueryRefusal{"The query is empty.", example};
    const SoqlToken& first = tokens.front();
    if (first.is("FIND"))
        return QueryRefusal{"FIND is SOSL; this tool runs SOQL.",
                            "Use SELECT … FROM … WHERE Name LIKE '%text%', one query per object."};
    if (is_any(first, writes))
        return QueryRefusal{"SOQL only reads.", "Use salesforce_create_record or salesforce_update_record to write."};
    if (is_any(first, removals)) return QueryRefusal{"SOQL only reads.", "Records can't be deleted or merged here."};
    if (!first.is("SELECT")) return QueryRefusal{"The query doesn't start with SELECT.", example};

    const auto one_at_a_time =
        "Call the tool once for each query; a related list can be a subquery, such as "
        "SELECT Name, (SELECT Name FROM Contacts) FROM Account.";
    for (auto at = tokens.begin(); at != tokens.end(); ++at) {
        const bool ends = at + 1 == tokens.end();
        // Whoever reads a row trusts what stands under these names; no field of Salesforce's has one of them.
        if (at->kind == SoqlToken::Kind::word && (at->is("RECORD_URL") || at->is("ATTRIBUTES")))
            return QueryRefusal{"The alias " + std::string(at->text) +
                                    " is a name of the tool's own: links and record types stand there.",
                                "Choose another alias."};
        if (at->depth != 0) continue;
        if (at->text == ";") return QueryRefusal{"There is more than one statement.", one_at_a_time};
        if (at != tokens.begin() && at->is("SELECT"))
            return QueryRefusal{"There is more than one SELECT.", one_at_a_time};
        if (ends || at == tokens.begin()) continue;
        if (at->is("FOR") && at[1].is("UPDATE"))
            return QueryRefusal{
                "FOR UPDATE locks records, and this tool only reads.",
                "Leave it out; salesforce_update_record with if_unmodified_since guards against lost updates."};
        if (at->is("FOR") && (at[1].is("VIEW") || at[1].is("REFERENCE")))
            return QueryRefusal{"FOR VIEW and FOR REFERENCE change the user's recent items, and this tool only reads.",
                                "Leave the clause out."};
        if (at->is("UPDATE") && (at[1].is("TRACKING") || at[1].is("VIEWSTAT")))
            return QueryRefusal{"UPDATE TRACKING and UPDATE VIEWSTAT change statistics, and this tool only reads.",
                                "Leave the clause out."};
    }
    return {};
}

void read_clauses(const ClauseReader& reader, const SoqlTokens& tokens, Outline& result) {
    const auto end = tokens.end();
    const auto where = reader.clause("WHERE");
    const auto order = reader.clause("ORDER", "BY");
    const auto limit = reader.clause("LIMIT");
    const auto offset = reader.clause("OFFSET");
    const auto all_rows = reader.clause("ALL", "ROWS");
    const auto close = std::min({limit, offset, all_rows, reader.clause("FOR")});
    const auto middle = std::min({reader.clause("WITH"), reader.clause("GROUP", "BY"), order, close});

    result.head = reader.text(tokens.begin(), std::min(where, middle));
    if (where != end) result.condition = reader.text(where + 1, middle);
    result.middle = reader.text(middle, close);
    result.all_rows = all_rows != end;
    if (result.all_rows) result.query = reader.text(tokens.begin(), all_rows);
    if (limit != end && limit + 1 != end) {
        std::uint64_t count = 0;
        const auto number = limit[1].text;
        if (std::from_chars(number.data(), number.data() + number.size(), count).ec == std::errc{})
            result.limit = count;
    }
    if (order == end) return;

    const auto items = reader.items(order + 2, close);
    for (const auto& [from, to] : items) {
        if (from != to) result.ordered_by.emplace_back(from->text);
    }
    if (!items.empty()) {
        const auto has = [&](std::string_view word) {
            return std::any_of(items[0].first, items[0].second, [word](const SoqlToken& t) { return t.is(word); });
        };
        result.descends_from_nulls = has("DESC") && !has("NULLS");
    }
    if (items.size() == 1 && items[0].first != items[0].second && items[0].first->is("ID") && !result.aggregate) {
        const bool descends = items[0].first + 1 != items[0].second && items[0].first[1].is("DESC");
        result.id_order = descends ? Outline::IdOrder::descending : Outline::IdOrder::ascending;
    }
}

bool is_id(std::string_view text) {
    return (text.size() == 15 || text.size() == 18) && std::all_of(text.begin(), text.end(), base::is_letter_or_digit);
}

}  // namespace

base::Result<Outline, QueryRefusal> outline(std::string_view soql) {
    SoqlTokens tokens = soql_tokens(soql);
    if (!tokens.empty() && tokens.back().text == ";") {
        soql = soql.substr(0, tokens.back().at);
        tokens.pop_back();
    }
    if (auto reads_once = check_reads_once(tokens); !reads_once) return std::move(reads_once).error();

    const ClauseReader reader(soql, tokens.begin(), tokens.end());
    Outline result;
    result.query = reader.text(tokens.begin(), tokens.end());
    result.object = reader.object();
    result.subqueries = reader.subqueries();

    const auto items = reader.items(tokens.begin() + 1, reader.from());
    const auto calls = [&](auto is_function) {
        for (auto at = tokens.cbegin() + 1; at < reader.from(); ++at) {
            if (at->depth == 0 && at->text == "(" && is_function(at[-1])) return true;
        }
        return false;
    };
    result.count_only = items.size() == 1 && items[0].second - items[0].first == 3 && items[0].first->is("COUNT") &&
                        items[0].first[1].text == "(" && items[0].first[2].text == ")";
    result.aggregate = !result.count_only && reader.from() != tokens.end() &&
                       (calls(is_aggregate) || reader.clause("GROUP", "BY") != tokens.end());
    for (auto at = tokens.cbegin() + 1; at + 1 < reader.from(); ++at) {
        if (at->depth == 0 && at->text == "(" && is_sum(at[-1])) result.summed.emplace_back(at[1].text);
    }
    for (auto at = tokens.begin(); at + 1 < tokens.end(); ++at) {
        if (at->is("FROM") && holds_activities(at[1])) result.reads_activities = true;
    }
    if (!result.count_only && reader.from() != tokens.end() && reader.from() + 1 != tokens.end()) {
        result.sources = read_sources(reader, tokens.end());
        result.columns = ColumnNames(result).of(items);
    }
    read_clauses(reader, tokens, result);
    return result;
}

std::string Outline::path(std::string_view written) const {
    const auto dot = written.find('.');
    if (dot == written.npos) return std::string(written);
    const auto first = written.substr(0, dot);
    if (base::equal_ignoring_case(first, object)) return std::string(written.substr(dot + 1));
    for (const auto& source : sources) {
        if (source.alias.empty() || !base::equal_ignoring_case(first, source.alias)) continue;
        return source.path + (source.path.empty() ? "" : ".") + std::string(written.substr(dot + 1));
    }
    return std::string(written);
}

const Subquery* find_subquery(const Subqueries& subqueries, std::string_view relationship) {
    const auto found = std::find_if(subqueries.begin(), subqueries.end(), [relationship](const Subquery& one) {
        return base::equal_ignoring_case(one.relationship, relationship);
    });
    return found != subqueries.end() ? &*found : nullptr;
}

const Subqueries* subqueries_at(const Subqueries* level, std::string_view path) {
    while (level != nullptr && !path.empty()) {
        const auto dot = path.find('.');
        const Subquery* found = find_subquery(*level, path.substr(0, dot));
        level = found != nullptr ? &found->subqueries : nullptr;
        path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
    }
    return level;
}

std::optional<std::string> query_after(const Outline& outline, std::string_view last_id, std::uint64_t rows) {
    if (outline.id_order == Outline::IdOrder::no || !is_id(last_id)) return std::nullopt;
    if (outline.limit && *outline.limit <= rows) return std::nullopt;
    std::string query = outline.head + " WHERE ";
    if (!outline.condition.empty()) query += '(' + outline.condition + ") AND ";
    query += outline.id_order == Outline::IdOrder::ascending ? "Id > '" : "Id < '";
    query.append(last_id).append("' ").append(outline.middle);
    if (outline.limit) query += " LIMIT " + std::to_string(*outline.limit - rows);
    return query;
}

std::optional<std::string> query_of_children(const Outline& outline, std::string_view path,
                                             std::string_view parent_object, std::string_view parent_id) {
    if (parent_object.empty() || !is_id(parent_id)) return std::nullopt;
    const auto dot = path.rfind('.');
    const auto* siblings = subqueries_at(&outline.subqueries, dot == path.npos ? "" : path.substr(0, dot));
    const Subquery* found = siblings != nullptr ? find_subquery(*siblings, last_name(path)) : nullptr;
    if (found == nullptr) return std::nullopt;
    std::string query = "SELECT Id, (" + found->text + ") FROM ";
    query.append(parent_object).append(" WHERE Id = '").append(parent_id).append("'");
    return query;
}

}  // namespace alysio::salesforce::records
