/// Private to the record stream: the tokens of a page, one after another, each checked to be JSON before it is copied raw.
#pragma once

#include "plugin/records/fault.hpp"
#include "plugin/records/json_text.hpp"
#include "plugin/records/simple_value.hpp"

#include <alysio/base/text.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace alysio::salesforce::records {

/// Stands at one token of a page and steps from token to token. Where they start is known beforehand (token_index.hpp), so
/// that a step is one look into a list. Every function that takes something is false where something else stands there.
class Tokens {
  public:
    /// `starts` holds the offset of each token and, behind the last one, the page's size.
    Tokens(std::string_view page, const std::uint32_t* starts)
        : page_(page.data()), end_(page.data() + page.size()), at_(starts), backslash_(page.data() - 1) {}

    /// The first byte of the token at hand; that of no token at the end of the page.
    char kind() const { return page_[*at_]; }

    bool at_end() const { return page_ + *at_ == end_; }

    /// One of { } [ ] : ,
    bool take(char kind) {
        if (this->kind() != kind) return false;
        ++at_;
        return true;
    }

    /// So many tokens, where they are written just so.
    bool take(std::string_view text, std::size_t tokens) {
        if (std::memcmp(page_ + *at_, text.data(), text.size()) != 0) return false;
        at_ += tokens;
        return true;
    }

    /// A string with its quotes.
    bool string(std::string_view& token) {
        const char* const start = page_ + at_[0];
        const char* const last = page_ + at_[1] - 1;
        if (*start != '"') return false;
        if (*last != '"' || last == start || backslash_ <= last) return unusual_string(token);
        ++at_;
        token = std::string_view(start, static_cast<std::size_t>(last + 1 - start));
        escaped_ = false;
        return true;
    }

    /// A number, true, false or null.
    bool scalar(std::string_view& token) {
        if (at_end()) return false;
        token = text(at_);
        ++at_;
        switch (token.front()) {
            case 'n':
                return token == "null";
            case 't':
                return token == "true";
            case 'f':
                return token == "false";
            default:
                return is_number(token);
        }
    }

    bool string_or_scalar(std::string_view& token) { return kind() == '"' ? string(token) : scalar(token); }

    /// Did the string given last have an escape in it?
    bool escaped() const { return escaped_; }

    static std::string_view body(std::string_view quoted) { return quoted.substr(1, quoted.size() - 2); }

    /// An object: `on_member` is given each name, with its quotes, and takes the value.
    template <class OnMember>
    bool members(OnMember on_member) {
        return take('{') && (take('}') || members_to_the_end(on_member));
    }

    /// The same from behind a member on.
    template <class OnMember>
    bool rest_of_object(OnMember on_member) {
        return take('}') || (take(',') && members_to_the_end(on_member));
    }

    /// A list: `on_element` takes each of its values.
    template <class OnElement>
    bool elements(OnElement on_element) {
        if (!take('[')) return false;
        if (take(']')) return true;
        do {
            if (!on_element()) return false;
        } while (take(','));
        return take(']');
    }

    /// Members that are written without blanks and escapes and have a value that is neither an object nor a list, as one
    /// text: as many as follow each other and as `on_member`, which is given name and value of each, returns true for.
    /// From `{` or from the comma behind another member on, and with it. Most members of most rows are taken here, so
    /// this is the loop that makes a page fast. rest_of_object() goes on behind it.
    template <class OnMember>
    std::string_view plain_members(const char (&before)[3], OnMember on_member) {
        const std::uint32_t* at = at_;
        const char* const start = page_ + *at;
        const char* end = start;
        bool goes_on = is_pair(start, before);
        while (goes_on) {
            const char* const colon = page_ + at[2];
            if (!is_pair(colon - 1, "\":")) break;
            const char* const behind = page_ + at[4];
            const std::string_view name(end + 1, static_cast<std::size_t>(colon - end - 1));
            const std::string_view value(colon + 1, static_cast<std::size_t>(behind - colon - 1));
            if (backslash_ < behind || !(is_simple_value(value) || is_number(value)) || !on_member(name, value)) break;
            at += 4;
            end = behind;
            goes_on = is_pair(end, ",\"");
        }
        at_ = at;
        return std::string_view(start, static_cast<std::size_t>(end - start));
    }

    /// Any value, which nobody wants.
    bool skip(int depth) {
        std::string_view token;
        switch (kind()) {
            case '{':
                return depth <= max_depth && members([&](std::string_view) { return skip(depth + 1); });
            case '[':
                return depth <= max_depth && elements([&] { return skip(depth + 1); });
            default:
                return string_or_scalar(token);
        }
    }

    /// The same, giving its text.
    bool raw(std::string_view& text, int depth) {
        const char* const start = page_ + *at_;
        if (!skip(depth)) return false;
        text = without_blanks(std::string_view(start, static_cast<std::size_t>(page_ + *at_ - start)));
        return true;
    }

    /// The token at hand, and the one taken last, where they are one of { } [ ] : ,
    std::string_view mark() const { return std::string_view(page_ + *at_, 1); }
    std::string_view mark_before() const { return std::string_view(page_ + at_[-1], 1); }

    /// The text of the token at hand and of the one behind it, checked for nothing; empty at the end of the page.
    std::string_view here() const { return at_end() ? std::string_view() : text(at_); }
    std::string_view behind() const { return at_end() || page_ + at_[1] == end_ ? std::string_view() : text(at_ + 1); }

  private:
    template <class OnMember>
    bool members_to_the_end(OnMember& on_member) {
        do {
            std::string_view name;
            if (!string(name) || !take(':') || !on_member(name)) return false;
        } while (take(','));
        return take('}');
    }

    static bool is_pair(const char* at, const char (&pair)[3]) { return std::memcmp(at, pair, 2) == 0; }

    std::string_view text(const std::uint32_t* at) const {
        return without_blanks(std::string_view(page_ + at[0], at[1] - at[0]));
    }

    static std::string_view without_blanks(std::string_view token) {
        if (!token.empty() && static_cast<unsigned char>(token.back()) > ' ') return token;
        return base::trim(token);  // in front there is none
    }

    /// One with blanks behind it, or with an escape in it, or where the backslash found last lies behind.
    bool unusual_string(std::string_view& token);

    const char* page_;
    const char* end_;
    const std::uint32_t* at_;
    const char* backslash_;  // the first one at or after the last string given, as far as one has been looked for
    bool escaped_ = false;
};

}  // namespace alysio::salesforce::records
