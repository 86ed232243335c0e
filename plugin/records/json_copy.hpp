// Private to the record stream: copies one row of a page as JSON, token by token.
#pragma once

#include "plugin/records/fault.hpp"
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

// Object and Id out of ".../sobjects/<Object>/<Id>". Nothing where the path is another, or percent-encoded.
Identity identity_in(std::string_view url);

// Is the value the result of a subquery, {"totalSize":…,"done":…,"records":[…]}, rather than a record?
bool is_child_result(ondemand::value& value);

// The number at the front of the token, -1 where none is.
std::int64_t count_in(std::string_view token);

// A ContentVersion is shown on the page of its document: remembers the Id that `field` (with quotes) may hold.
void note_document(std::string_view field, std::string_view token, Identity& identity);

template <class Style>
class JsonCopy {
  public:
    JsonCopy(Tokens& tokens, const LinkPolicy& links, std::string& out, std::vector<Gap>& gaps, std::string_view path)
        : tokens_(tokens), links_(links), out_(out), gaps_(gaps), path_(path) {}

    // Appends the row as one object, with its link.
    error_code row(ondemand::object fields, Identity& identity) {
        return record(fields, links_.scope != LinkScope::none, 3, identity);
    }

    // Appends a value that is no record of its own: a scalar, a parent, a compound, or a subquery's result, whose name
    // and owner are given for its gap.
    error_code member(ondemand::value value, int depth, std::string_view name, const Identity& owner) {
        std::string_view token = value.raw_json_token();
        switch (token.front()) {
            case '"':
                if (const auto error = tokens_.string(value, token)) return error;
                Style::append_string(token, tokens_.escaped(), out_);
                return simdjson::SUCCESS;
            case '{': {
                if (depth > max_depth) return simdjson::DEPTH_ERROR;
                if (is_child_result(value)) return child_result(value, depth, name, owner);
                ondemand::object fields;
                if (const auto error = value.get_object().get(fields)) return error;
                Identity parent;
                return record(fields, links_.scope == LinkScope::all, depth, parent);
            }
            case '[':
                return list(value, depth);
            default:
                if (const auto error = tokens_.scalar(value, token)) return error;
                Style::append_scalar(token, out_);
                return simdjson::SUCCESS;
        }
    }

    // Reads `attributes`, which never leaves.
    error_code attributes(ondemand::value value, int depth, Identity& identity) {
        if (value.raw_json_token().front() != '{') return discard(value, depth);
        ondemand::object fields;
        if (const auto error = value.get_object().get(fields)) return error;
        for (auto each : fields) {
            ondemand::field field;
            std::string_view name;
            if (const auto error = std::move(each).get(field)) return error;
            if (const auto error = tokens_.name(field, name)) return error;
            if (name == "\"url\"" && field.value().raw_json_token().front() == '"') {
                std::string_view url;
                if (const auto error = tokens_.string(field.value(), url)) return error;
                if (!tokens_.escaped()) identity = identity_in(Tokens::body(url));
            } else if (const auto error = discard(field.value(), depth + 1)) {
                return error;
            }
        }
        return simdjson::SUCCESS;
    }

    // Reads a value that nobody wants, checking it all the same.
    error_code discard(ondemand::value value, int depth) {
        std::string_view token = value.raw_json_token();
        if (token.front() == '"') return tokens_.string(value, token);
        if (token.front() != '{' && token.front() != '[') return Tokens::scalar(value, token);
        const auto size = out_.size();
        const auto gaps = gaps_.size();
        const auto error = member(value, depth, {}, {});
        out_.resize(size);
        gaps_.resize(gaps);
        return error;
    }

  private:
    // Members that stand side by side in the page leave as one copy.
    class Run {
      public:
        explicit Run(std::string& out) : out_(out) {}

        // `member` is a name, a colon and a value, just as they stand in the page.
        void add(std::string_view member, bool first) {
            if (!text_.empty() && text_.data() + text_.size() + 1 == member.data() && member.data()[-1] == ',') {
                text_ = std::string_view(text_.data(), text_.size() + 1 + member.size());
                return;
            }
            flush();
            if (!first) out_ += ',';
            text_ = member;
        }

        void flush() {
            out_ += text_;
            text_ = {};
        }

      private:
        std::string& out_;
        std::string_view text_;
    };

    error_code record(ondemand::object& fields, bool linked, int depth, Identity& identity) {
        out_ += '{';
        Run run(out_);
        bool first = true;
        for (auto each : fields) {
            ondemand::field field;
            std::string_view name;
            if (const auto error = std::move(each).get(field)) return error;
            if (const auto error = tokens_.name(field, name)) return error;
            if (name == "\"attributes\"") {
                if (const auto error = attributes(field.value(), depth + 1, identity)) return error;
                continue;
            }
            std::string_view token = field.value().raw_json_token();
            note_document(name, token, identity);
            const bool side_by_side = name.data() + name.size() + 1 == token.data();
            if (Style::keeps_bytes && side_by_side && token.front() != '{' && token.front() != '[') {
                const auto error =
                    token.front() == '"' ? tokens_.string(field.value(), token) : Tokens::scalar(field.value(), token);
                if (error) return error;
                run.add(std::string_view(name.data(), name.size() + 1 + token.size()), first);
                first = false;
                continue;
            }
            run.flush();
            const auto before = out_.size();
            if (!first) out_ += ',';
            out_ += name;
            out_ += ':';
            const auto value_start = out_.size();
            if (const auto error = member(field.value(), depth + 1, Tokens::body(name), identity)) return error;
            if (!Style::keeps_bytes && out_.compare(value_start, out_.npos, "null") == 0) {
                out_.resize(before);
            } else {
                first = false;
            }
        }
        run.flush();
        if (linked && !identity.id.empty()) append_link(first, identity);
        out_ += '}';
        return simdjson::SUCCESS;
    }

    void append_link(bool first, const Identity& identity) {
        const auto before = out_.size();
        if (!first) out_ += ',';
        out_ += R"("record_url":")";
        if (links_.maker->append_link(identity.object, identity.id, identity.document, out_)) {
            out_ += '"';
        } else {
            out_.resize(before);
        }
    }

    error_code list(ondemand::value& value, int depth) {
        if (depth > max_depth) return simdjson::DEPTH_ERROR;
        ondemand::array elements;
        if (const auto error = value.get_array().get(elements)) return error;
        out_ += '[';
        const auto start = out_.size();
        for (auto each : elements) {
            ondemand::value element;
            if (const auto error = std::move(each).get(element)) return error;
            if (out_.size() != start) out_ += ',';
            if (const auto error = member(element, depth + 1, {}, {})) return error;
        }
        out_ += ']';
        return simdjson::SUCCESS;
    }

    // {"totalSize":3,"done":false,"nextRecordsUrl":"…","records":[{…},{…}]} leaves as [{…},{…}] with a gap before `]`.
    error_code child_result(ondemand::value& value, int depth, std::string_view name, const Identity& owner) {
        ondemand::object fields;
        if (const auto error = value.get_object().get(fields)) return error;
        const auto path_size = path_.size();
        if (!path_.empty()) path_ += '.';
        path_ += name;

        Gap gap;
        bool done = true;
        out_ += '[';
        for (auto each : fields) {
            ondemand::field field;
            std::string_view key;
            if (const auto error = std::move(each).get(field)) return error;
            if (const auto error = tokens_.name(field, key)) return error;
            const std::string_view token = field.value().raw_json_token();
            if (key == "\"records\"" && token.front() == '[') {
                if (const auto error = child_rows(field.value(), depth + 1, gap)) return error;
            } else if (key == "\"nextRecordsUrl\"" && token.front() == '"') {
                std::string_view url;
                if (const auto error = tokens_.string(field.value(), url)) return error;
                gap.next_url.clear();
                append_unescaped(Tokens::body(url), gap.next_url);
            } else {
                if (key == "\"totalSize\"") gap.total = count_in(token);
                if (key == "\"done\"") done = token.front() == 't';
                if (const auto error = discard(field.value(), depth + 1)) return error;
            }
        }
        if (!done && !gap.next_url.empty()) {
            gap.offset = out_.size();
            gap.path = path_;
            gap.object = owner.object;
            gap.id = owner.id;
            gaps_.push_back(std::move(gap));
        }
        out_ += ']';
        path_.resize(path_size);
        return simdjson::SUCCESS;
    }

    error_code child_rows(ondemand::value& value, int depth, Gap& gap) {
        if (depth > max_depth) return simdjson::DEPTH_ERROR;
        ondemand::array rows;
        if (const auto error = value.get_array().get(rows)) return error;
        Identity last;
        for (auto each : rows) {
            ondemand::value row;
            if (const auto error = std::move(each).get(row)) return error;
            if (gap.rows > 0) out_ += ',';
            ondemand::object fields;
            if (const auto error = row.get_object().get(fields)) return error;
            last = Identity{};
            if (depth + 1 > max_depth) return simdjson::DEPTH_ERROR;
            if (const auto error = record(fields, links_.scope != LinkScope::none, depth + 1, last)) return error;
            ++gap.rows;
        }
        gap.last_id = last.id;
        return simdjson::SUCCESS;
    }

    Tokens& tokens_;
    const LinkPolicy& links_;
    std::string& out_;
    std::vector<Gap>& gaps_;
    std::string path_;
};

}  // namespace alysio::salesforce::records
