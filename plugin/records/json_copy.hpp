/// Private to the record stream: copies one row of a page as JSON, token by token.
#pragma once

#include "plugin/records/row_input.hpp"
#include "plugin/records/soql_outline.hpp"

#include <alysio/base/text.hpp>

#include <utility>

namespace alysio::salesforce::records {

/// What leaves is mostly the page itself, with holes: pieces that stand side by side in it are copied as one.
class PageCopy {
  public:
    explicit PageCopy(std::string& out) : out_(out) {}
    PageCopy(const PageCopy&) = delete;
    PageCopy& operator=(const PageCopy&) = delete;

    void add(std::string_view piece_of_page) {
        if (piece_of_page.data() != end_) {
            flush();
            start_ = piece_of_page.data();
        }
        end_ = piece_of_page.data() + piece_of_page.size();
    }

    /// All that came so far, for text that is not the page's.
    std::string& text() {
        flush();
        return out_;
    }

    void flush() {
        if (start_ != end_) out_.append(start_, static_cast<std::size_t>(end_ - start_));
        start_ = end_;
    }

  private:
    std::string& out_;
    const char* start_ = nullptr;
    const char* end_ = nullptr;
};

/// How tokens leave: files keep every byte, inline JSON is written for a reader who pays for each character.
struct Verbatim {
    static constexpr bool keeps_bytes = true;
    static void add_string(std::string_view token, bool, PageCopy& out) { out.add(token); }
    static void add_scalar(std::string_view token, PageCopy& out) { out.add(token); }
};

struct Plain {
    static constexpr bool keeps_bytes = false;
    static void add_string(std::string_view token, bool escaped, PageCopy& out) {
        if (escaped) {
            append_repaired(token, out.text());
        } else {
            out.add(token);
        }
    }
    static void add_scalar(std::string_view token, PageCopy& out) {
        if (token.front() == '-' || base::is_digit(token.front())) {
            append_plain_number(token, out.text());
        } else {
            out.add(token);
        }
    }
};

/// Is the object at hand the result of a subquery, {"totalSize":…,"done":…,"records":[…]}, rather than a record?
bool is_child_result(const Tokens& tokens);

/// Members that say which record it is: they are looked at one by one.
inline bool tells_identity(std::string_view quoted_name) {
    return quoted_name == "\"attributes\"" || quoted_name == "\"ContentDocumentId\"";
}

/// The members of the record at hand: `on_attributes` takes the value of the first one, where Salesforce puts it,
/// `take_plain` is called wherever plain members may follow, and `on_member` takes each other one.
template <class OnAttributes, class TakePlain, class OnMember>
bool record_members(Tokens& tokens, OnAttributes on_attributes, TakePlain take_plain, OnMember on_member) {
    const auto member_and_plain_ones = [&](std::string_view name) {
        if (!on_member(name)) return false;
        take_plain();
        return true;
    };
    if (!tokens.take(R"({"attributes":)", 3)) return tokens.members(member_and_plain_ones);
    if (!on_attributes()) return false;
    take_plain();
    return tokens.rest_of_object(member_and_plain_ones);
}

/// The number at the front of the token, -1 where none is.
std::int64_t count_in(std::string_view token);

/// The text of a string token that holds an Id; empty where the token is something else.
std::string_view id_in(std::string_view token);

/// Appends the record's link. False, with nothing appended, where it has none.
bool append_link(const LinkMaker& maker, const Identity& identity, std::string& out);

template <class Style>
class JsonCopy {
  public:
    /// `subqueries` are those of the query, null for none; `path` leads to the rows that are copied.
    JsonCopy(Tokens& tokens, const LinkPolicy& links, const Subqueries* subqueries, std::string& out,
             std::vector<Gap>& gaps, std::string_view path)
        : tokens_(tokens),
          links_(links),
          subqueries_(subqueries_at(subqueries, path)),
          out_(out),
          gaps_(gaps),
          path_(path) {}

    /// Appends the row at hand as one object, with its link.
    bool row(Identity& identity) {
        const bool well_formed = record(links_.scope != LinkScope::none, 3, identity);
        out_.flush();
        return well_formed;
    }

    /// Appends a value that is no record of its own: a scalar, a parent, a compound, or a subquery's result, whose name
    /// and owner are given for its gap.
    bool member(int depth, std::string_view name, const Identity& owner) {
        const bool well_formed = value(depth, name, owner);
        out_.flush();
        return well_formed;
    }

    /// Reads `attributes`, which never leaves.
    bool attributes(int depth, Identity& identity) {
        if (depth > max_depth || tokens_.kind() != '{') return tokens_.skip(depth);
        const auto plain = tokens_.plain_members("{\"", [&identity](std::string_view name, std::string_view value) {
            if (name == "\"url\"" && value.front() == '"') identity.url = Tokens::body(value);
            return true;
        });
        const auto on_member = [&](std::string_view name) {
            if (name != "\"url\"" || tokens_.kind() != '"') return tokens_.skip(depth + 1);
            std::string_view url;
            if (!tokens_.string(url)) return false;
            if (!tokens_.escaped()) identity.url = Tokens::body(url);
            return true;
        };
        return plain.empty() ? tokens_.members(on_member) : tokens_.rest_of_object(on_member);
    }

  private:
    bool record(bool linked, int depth, Identity& identity) {
        out_.add(tokens_.mark());
        bool first = true;
        const bool well_formed = record_members(
            tokens_, [&] { return attributes(depth + 1, identity); }, [&] { add_plain_members(first); },
            [&](std::string_view name) { return record_member(name, depth + 1, identity, first); });
        if (!well_formed) return false;
        if (linked && !identity.url.empty()) add_link(first, identity);
        out_.add(tokens_.mark_before());
        return true;
    }

    bool record_member(std::string_view name, int depth, Identity& identity, bool& first) {
        if (name == "\"attributes\"") return attributes(depth, identity);
        if (name == "\"ContentDocumentId\"") identity.document = id_in(tokens_.here());
        const bool no_children = tokens_.kind() == 'n' && is_subquery(name);
        if (!Style::keeps_bytes && tokens_.kind() == 'n' && !no_children) return tokens_.skip(depth);
        add_name(name, first);
        if (!no_children) return value(depth, Tokens::body(name), identity);
        out_.text() += "[]";
        return tokens_.skip(depth);
    }

    bool is_subquery(std::string_view quoted_name) const {
        return subqueries_ != nullptr && find_subquery(*subqueries_, Tokens::body(quoted_name)) != nullptr;
    }

    /// With the comma before it and the colon behind it.
    void add_name(std::string_view name, bool& first) {
        const char* start = name.data();
        const char* const colon = start + name.size();
        if (!std::exchange(first, false)) {
            if (start[-1] == ',') {
                --start;
            } else {
                out_.text() += ',';
            }
        }
        out_.add(std::string_view(start, static_cast<std::size_t>(colon - start) + (*colon == ':' ? 1 : 0)));
        if (*colon != ':') out_.text() += ':';
    }

    /// Those that follow, as far as they leave as they are.
    void add_plain_members(bool& first) {
        if (!Style::keeps_bytes) return;
        std::string_view members = tokens_.plain_members(",\"", [this](std::string_view name, std::string_view value) {
            return !tells_identity(name) && !(value.front() == 'n' && is_subquery(name));
        });
        if (members.empty()) return;
        if (std::exchange(first, false)) members.remove_prefix(1);
        out_.add(members);
    }

    void add_link(bool first, const Identity& identity) {
        std::string& out = out_.text();
        const auto before = out.size();
        out += first ? R"("record_url":")" : R"(,"record_url":")";
        if (append_link(*links_.maker, identity, out)) {
            out += '"';
        } else {
            out.resize(before);
        }
    }

    bool value(int depth, std::string_view name, const Identity& owner) {
        switch (tokens_.kind()) {
            case '{': {
                if (depth > max_depth) return false;
                const Subquery* subquery = subqueries_ != nullptr ? find_subquery(*subqueries_, name) : nullptr;
                const Subqueries* deeper = subquery != nullptr ? &subquery->subqueries : nullptr;
                const Subqueries* const here = std::exchange(subqueries_, deeper);
                const bool is_children = subquery != nullptr || is_child_result(tokens_);
                // What the query says is a list of rows, and is none, would be lost in silence.
                bool saw_records = subquery == nullptr;
                const bool well_formed =
                    is_children ? child_result(depth, name, owner, saw_records) && saw_records : parent(depth);
                subqueries_ = here;
                return well_formed;
            }
            case '[':
                return list(depth);
            default:
                return scalar();
        }
    }

    bool parent(int depth) {
        Identity identity;
        return record(links_.scope == LinkScope::all, depth, identity);
    }

    bool scalar() {
        std::string_view token;
        if (tokens_.kind() == '"') {
            if (!tokens_.string(token)) return false;
            Style::add_string(token, tokens_.escaped(), out_);
            return true;
        }
        if (!tokens_.scalar(token)) return false;
        Style::add_scalar(token, out_);
        return true;
    }

    bool list(int depth) {
        if (depth > max_depth) return false;
        bool first = true;
        out_.text() += '[';
        const bool well_formed = tokens_.elements([&] {
            if (!std::exchange(first, false)) out_.text() += ',';
            return value(depth + 1, {}, {});
        });
        out_.text() += ']';
        return well_formed;
    }

    /// {"totalSize":3,"done":false,"nextRecordsUrl":"…","records":[{…},{…}]} leaves as [{…},{…}] with a gap before `]`.
    bool child_result(int depth, std::string_view name, const Identity& owner, bool& saw_records) {
        const auto path_size = path_.size();
        if (!path_.empty()) path_ += '.';
        path_ += name;

        Gap gap;
        bool done = true;
        out_.text() += '[';
        const bool well_formed = tokens_.members([&](std::string_view key) {
            if (key == "\"records\"") saw_records = true;
            if (key == "\"records\"" && tokens_.kind() == '[') return child_rows(depth + 1, gap);
            if (key == "\"nextRecordsUrl\"" && tokens_.kind() == '"') {
                std::string_view url;
                if (!tokens_.string(url)) return false;
                gap.next_url.clear();
                append_unescaped(Tokens::body(url), gap.next_url);
                return true;
            }
            if (key == "\"totalSize\"") gap.total = count_in(tokens_.here());
            if (key == "\"done\"") done = tokens_.kind() == 't';
            return tokens_.skip(depth + 1);
        });
        if (!well_formed) return false;
        if (!done && !gap.next_url.empty()) {
            const RecordKey key = owner.key();
            gap.offset = out_.text().size();
            gap.path = path_;
            gap.object = key.object;
            gap.id = key.id;
            gaps_.push_back(std::move(gap));
        }
        out_.text() += ']';
        path_.resize(path_size);
        return true;
    }

    bool child_rows(int depth, Gap& gap) {
        if (depth > max_depth) return false;
        Identity last;
        const bool well_formed = tokens_.elements([&] {
            if (gap.rows > 0) out_.text() += ',';
            last = Identity{};
            if (tokens_.kind() != '{') return ++gap.rows, value(depth + 1, {}, {});  // none of Salesforce's
            if (depth + 1 > max_depth) return false;
            if (!record(links_.scope != LinkScope::none, depth + 1, last)) return false;
            ++gap.rows;
            return true;
        });
        gap.last_id = last.key().id;
        return well_formed;
    }

    Tokens& tokens_;
    const LinkPolicy& links_;
    const Subqueries* subqueries_;  // of the record at hand; null: it has none
    PageCopy out_;
    std::vector<Gap>& gaps_;
    std::string path_;
};

}  // namespace alysio::salesforce::records
