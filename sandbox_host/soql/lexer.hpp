#pragma once

#include "sandbox_host/soql/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace alysio::sandbox::soql {

enum class TokenKind : std::uint8_t {
    word,
    number,
    string,
    date_literal,
    date_time_literal,
    time_literal,
    comma,
    dot,
    colon,
    left_parenthesis,
    right_parenthesis,
    equal,
    not_equal,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
    end,
    unknown_character,
    unfinished_string,
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
};

/// Splits a query into tokens, the last of which is End. What is no token stands in the list under a kind of its own,
/// so that an error further left is reported first. The text is shorter than 4 GB.
std::vector<Token> tokenize(std::string_view query);

/// The tokens of one query and a place among them. The first error is kept and moves the place to the end, where
/// nothing is accepted any more: code that reads a query is written straight on, and the error is looked at once.
class Tokens {
  public:
    explicit Tokens(std::string_view query) : query_(query), tokens_(tokenize(query)) {}

    std::string_view query() const { return query_; }
    const Token& peek(std::size_t ahead = 0) const;
    bool at(TokenKind kind, std::size_t ahead = 0) const { return peek(ahead).kind == kind; }
    bool at_word(std::string_view word, std::size_t ahead = 0) const;
    std::string_view text(std::size_t ahead = 0) const { return text(peek(ahead)); }
    std::string_view text(const Token& token) const { return query_.substr(token.offset, token.length); }
    std::size_t offset() const { return peek().offset; }

    Token take();
    bool accept(TokenKind kind);
    bool accept_word(std::string_view word);
    void expect(TokenKind kind);
    void expect_word(std::string_view word);

    /// The token here does not belong here.
    void fail_here();
    void fail(Error error);
    bool failed() const { return error_.has_value(); }
    const std::optional<Error>& error() const { return error_; }

  private:
    std::string_view query_;
    std::vector<Token> tokens_;
    std::size_t place_ = 0;
    std::optional<Error> error_;
};

}  // namespace alysio::sandbox::soql
