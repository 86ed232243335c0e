// Private to the record stream: copies one row of a page as JSON, token by token.
#pragma once

#include <utility>

#include "plugin/records/row_input.hpp"

namespace alysio::salesforce::records {

// How tokens leave: files keep every byte, inline JSON is written for a reader who pays for each character.
struct Verbatim {
    static constexpr bool keeps_bytes = true;
    static void append_string(std::string_view token, bool, std::string& out) { out += token; }
    static void append_scalar(std::string_view token, std::string& out) { out += token; }
};

struct Plain {
    static constexpr bool keeps_bytes = false;
    static void append_string(std::string_view token, bool escaped, std::string& out) {
        if (escaped) {
            append_repaired(token, out);
        } else {
            out += token;
        }
    }
    static void append_scalar(std::string_view token, std::string& out) {
        if (token.front() == '-' || (token.front() >= '0' && token.front() <= '9')) {
            append_plain_number(token, out);
        } else {
            out += token;
        }
    }
};

// Is the object at hand the result of a subquery, {"totalSize":…,"done":…,"records":[…]}, rather than a record?
bool is_child_result(const Tokens& tokens);

// The number at the front of the token, -1 where none is.
std::int64_t count_in(std::string_view token);

// The text of a string token that holds an Id; empty where the token is something else.
std::string_view id_in(std::string_view token);

// Appends the record's link. False, with nothing appended, where it has none.
bool append_link(const LinkMaker& maker, const Identity& identity, std::string& out);

template <class Style>
class JsonCopy {
  public:
    JsonCopy(Tokens& tokens, const LinkPolicy& links, std::string& out, std::vector<Gap>& gaps, std::string_view path)
        : tokens_(tokens), links_(links), out_(out), gaps_(gaps), path_(path) {}

    // Appends the row at hand as one object, with its link.
    bool row(Identity& identity) { return record(links_.scope != LinkScope::none, 3, identity); }

    // Appends a value that is no record of its own: a scalar, a parent, a compound, or a subquery's result, whose name
    // and owner are given for its gap.
    bool member(int depth, std::string_view name, const Identity& owner) {
        switch (tokens_.kind()) {
            case '{': {
                if (depth > max_depth) return false;
                if (is_child_result(tokens_)) return child_result(depth, name, owner);
                Identity parent;
                return record(links_.scope == LinkScope::all, depth, parent);
            }
            case '[':
                return list(depth);
            default:
                return scalar();
        }
    }

    // Reads `attributes`, which never leaves.
    bool attributes(int depth, Identity& identity) {
        if (depth > max_depth || tokens_.kind() != '{') return tokens_.skip(depth);
        return tokens_.members([&](std::string_view name) {
            if (name != "\"url\"" || tokens_.kind() != '"') return tokens_.skip(depth + 1);
            std::string_view url;
            if (!tokens_.string(url)) return false;
            if (!tokens_.escaped()) identity.url = Tokens::body(url);
            return true;
        });
    }

  private:
    // Members that stand side by side in the page leave as one copy.
    class Run {
      public:
        explicit Run(std::string& out) : out_(out) {}

        void add(std::string_view name, std::string_view value, bool first) {
            const char* const start = name.data();
            if (start + name.size() + 1 != value.data()) {  // blanks around the colon
                flush();
                if (!first) out_ += ',';
                out_.append(name).append(":").append(value);
                return;
            }
            if (start_ == nullptr || end_ + 1 != start) {
                flush();
                if (!first) out_ += ',';
                start_ = start;
            }
            end_ = value.data() + value.size();
        }

        void flush() {
            if (start_ != nullptr) out_.append(start_, end_);
            start_ = end_ = nullptr;
        }

      private:
        std::string& out_;
        const char* start_ = nullptr;
        const char* end_ = nullptr;
    };

    bool record(bool linked, int depth, Identity& identity) {
        out_ += '{';
        Run run(out_);
        bool first = true;
        const bool well_formed = tokens_.members([&](std::string_view name) {
            if (name == "\"attributes\"") return attributes(depth + 1, identity);
            if (name == "\"ContentDocumentId\"") identity.document = id_in(tokens_.here());
            const bool is_scalar = tokens_.kind() != '{' && tokens_.kind() != '[';
            if (Style::keeps_bytes && is_scalar) {
                std::string_view value;
                if (!tokens_.string_or_scalar(value)) return false;
                run.add(name, value, std::exchange(first, false));
                return true;
            }
            run.flush();
            const auto before = out_.size();
            if (!first) out_ += ',';
            out_ += name;
            out_ += ':';
            const auto value_start = out_.size();
            if (!member(depth + 1, Tokens::body(name), identity)) return false;
            if (!Style::keeps_bytes && out_.compare(value_start, out_.npos, "null") == 0) {
                out_.resize(before);
            } else {
                first = false;
            }
            return true;
        });
        if (!well_formed) return false;
        run.flush();
        if (linked && !identity.url.empty()) append_link(first, identity);
        out_ += '}';
        return true;
    }

    bool scalar() {
        std::string_view token;
        if (tokens_.kind() == '"') {
            if (!tokens_.string(token)) return false;
            Style::append_string(token, tokens_.escaped(), out_);
            return true;
        }
        if (!tokens_.scalar(token)) return false;
        Style::append_scalar(token, out_);
        return true;
    }

    void append_link(bool first, const Identity& identity) {
        const auto before = out_.size();
        if (!first) out_ += ',';
        out_ += R"("record_url":")";
        if (records::append_link(*links_.maker, identity, out_)) {
            out_ += '"';
        } else {
            out_.resize(before);
        }
    }

    bool list(int depth) {
        if (depth > max_depth) return false;
        out_ += '[';
        const auto start = out_.size();
        const bool well_formed = tokens_.elements([&] {
            if (out_.size() != start) out_ += ',';
            return member(depth + 1, {}, {});
        });
        out_ += ']';
        return well_formed;
    }

    // {"totalSize":3,"done":false,"nextRecordsUrl":"…","records":[{…},{…}]} leaves as [{…},{…}] with a gap before `]`.
    bool child_result(int depth, std::string_view name, const Identity& owner) {
        const auto path_size = path_.size();
        if (!path_.empty()) path_ += '.';
        path_ += name;

        Gap gap;
        bool done = true;
        out_ += '[';
        const bool well_formed = tokens_.members([&](std::string_view key) {
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
            gap.offset = out_.size();
            gap.path = path_;
            gap.object = key.object;
            gap.id = key.id;
            gaps_.push_back(std::move(gap));
        }
        out_ += ']';
        path_.resize(path_size);
        return true;
    }

    bool child_rows(int depth, Gap& gap) {
        if (depth > max_depth) return false;
        Identity last;
        const bool well_formed = tokens_.elements([&] {
            if (gap.rows > 0) out_ += ',';
            last = Identity{};
            if (tokens_.kind() != '{') return ++gap.rows, member(depth + 1, {}, {});  // none of Salesforce's
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
    std::string& out_;
    std::vector<Gap>& gaps_;
    std::string path_;
};

}  // namespace alysio::salesforce::records
