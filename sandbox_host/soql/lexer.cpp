#include "sandbox_host/soql/lexer.hpp"

#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace alysio::sandbox::soql {

namespace {

bool starts_word(char c) {
    return base::is_letter(c) || c == '_';
}
bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    Token next() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
        const std::size_t begin = at_;
        const TokenKind kind = begin == text_.size() ? TokenKind::end : scan();
        return {kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_ - begin)};
    }

  private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    TokenKind scan() {
        const char c = peek();
        if (starts_word(c)) return word();
        if (c == '\'') return string();
        if (base::is_digit(c)) {
            if (matches(0, "dddd-dd-dd")) return date();
            if (matches(0, "dd:dd:dd")) return time();
            return number();
        }
        if ((c == '-' || c == '+') && (base::is_digit(peek(1)) || (peek(1) == '.' && base::is_digit(peek(2)))))
            return number();
        if (c == '.' && base::is_digit(peek(1))) return number();
        return symbol();
    }

    TokenKind word() {
        while (starts_word(peek()) || base::is_digit(peek())) ++at_;
        return TokenKind::word;
    }

    TokenKind string() {
        ++at_;
        while (at_ < text_.size() && peek() != '\'') at_ += peek() == '\\' ? 2U : 1U;
        const bool finished = at_ < text_.size();
        at_ = finished ? at_ + 1 : text_.size();
        return finished ? TokenKind::string : TokenKind::unfinished_string;
    }

    TokenKind number() {
        if (!base::is_digit(peek()) && peek() != '.') ++at_;
        digits();
        if (peek() == '.' && base::is_digit(peek(1))) {
            ++at_;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            const std::size_t sign = peek(1) == '-' || peek(1) == '+' ? 1 : 0;
            if (base::is_digit(peek(1 + sign))) {
                at_ += 1 + sign;
                digits();
            }
        }
        return TokenKind::number;
    }

    TokenKind date() {
        at_ += 10;
        if ((peek() != 'T' && peek() != 't') || !matches(1, "dd:dd:dd")) return TokenKind::date_literal;
        const std::size_t date_only = at_;
        at_ += 9;
        if (fraction_and_zone()) return TokenKind::date_time_literal;
        at_ = date_only;
        return TokenKind::date_literal;
    }

    TokenKind time() {
        const std::size_t begin = at_;
        at_ += 8;
        if (fraction_and_zone()) return TokenKind::time_literal;
        at_ = begin;
        return number();
    }

    bool fraction_and_zone() {
        if (peek() == '.' && base::is_digit(peek(1))) {
            ++at_;
            digits();
        }
        if (peek() == 'Z' || peek() == 'z') {
            ++at_;
            return true;
        }
        if (peek() != '+' && peek() != '-') return false;
        const std::size_t zone = matches(1, "dd:dd") ? 6 : matches(1, "dddd") ? 5 : 0;
        at_ += zone;
        return zone != 0;
    }

    TokenKind symbol() {
        const char c = text_[at_++];
        const auto followed_by = [&](char second) {
            if (peek() != second) return false;
            ++at_;
            return true;
        };
        switch (c) {
            case ',':
                return TokenKind::comma;
            case '.':
                return TokenKind::dot;
            case ':':
                return TokenKind::colon;
            case '(':
                return TokenKind::left_parenthesis;
            case ')':
                return TokenKind::right_parenthesis;
            case '=':
                return TokenKind::equal;
            case '!':
                return followed_by('=') ? TokenKind::not_equal : TokenKind::unknown_character;
            case '<':
                if (followed_by('=')) return TokenKind::less_or_equal;
                return followed_by('>') ? TokenKind::not_equal : TokenKind::less;
            case '>':
                return followed_by('=') ? TokenKind::greater_or_equal : TokenKind::greater;
            default:
                break;
        }
        while (base::utf8::is_continuation(peek())) ++at_;  // the rest of a UTF-8 character
        return TokenKind::unknown_character;
    }

    void digits() {
        while (base::is_digit(peek())) ++at_;
    }

    // Whether the text `ahead` looks like `shape`, in which d is a digit and anything else is itself.
    bool matches(std::size_t ahead, std::string_view shape) const {
        for (std::size_t i = 0; i < shape.size(); ++i) {
            const char c = peek(ahead + i);
            if (shape[i] == 'd' ? !base::is_digit(c) : c != shape[i]) return false;
        }
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokenize(std::string_view query) {
    std::vector<Token> tokens;
    Scanner scanner(query);
    do tokens.push_back(scanner.next());
    while (tokens.back().kind != TokenKind::end);
    return tokens;
}

const Token& Tokens::peek(std::size_t ahead) const {
    return tokens_[std::min(place_ + ahead, tokens_.size() - 1)];
}

bool Tokens::at_word(std::string_view word, std::size_t ahead) const {
    return at(TokenKind::word, ahead) && base::equal_ignoring_case(text(ahead), word);
}

Token Tokens::take() {
    const Token token = peek();
    if (place_ + 1 < tokens_.size()) ++place_;
    return token;
}

bool Tokens::accept(TokenKind kind) {
    if (!at(kind)) return false;
    take();
    return true;
}

bool Tokens::accept_word(std::string_view word) {
    if (!at_word(word)) return false;
    take();
    return true;
}

void Tokens::expect(TokenKind kind) {
    if (!accept(kind)) fail_here();
}

void Tokens::expect_word(std::string_view word) {
    if (!accept_word(word)) fail_here();
}

void Tokens::fail_here() {
    constexpr std::size_t longest_shown = 100;
    const Token& token = peek();
    if (token.kind == TokenKind::unfinished_string || token.kind == TokenKind::unknown_character) {
        // The lexer of Salesforce speaks for itself, without an excerpt.
        const bool unfinished = token.kind == TokenKind::unfinished_string;
        const Error place = syntax_error(query_, unfinished ? query_.size() : token.offset, {});
        const std::string at =
            "line " + std::to_string(place.position->row) + ":" + std::to_string(place.position->column);
        fail({place.code,
              unfinished ? at + " mismatched character '<EOF>' expecting '''"
                         : at + " no viable alternative at character '" + std::string(text(token)) + "'",
              std::nullopt});
        return;
    }
    const std::string_view shown = token.kind == TokenKind::end ? "<EOF>" : base::utf8::cut(text(token), longest_shown);
    fail(syntax_error(query_, token.offset, "unexpected token: '" + std::string(shown) + "'"));
}

void Tokens::fail(Error error) {
    if (!error_) error_ = std::move(error);
    place_ = tokens_.size() - 1;
}

}  // namespace alysio::sandbox::soql
