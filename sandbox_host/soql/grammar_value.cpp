#include "sandbox_host/soql/grammar.hpp"
#include "sandbox_host/soql/words.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace alysio::sandbox::soql {

namespace {

int two_digits(std::string_view text) {
    return (text[0] - '0') * 10 + (text[1] - '0');
}

std::optional<Date> read_date(std::string_view text) {
    const int year = two_digits(text) * 100 + two_digits(text.substr(2));
    const auto month = static_cast<unsigned>(two_digits(text.substr(5)));
    const auto day = static_cast<unsigned>(two_digits(text.substr(8)));
    const Date date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    return date.ok() ? std::optional(date) : std::nullopt;
}

// hh:mm:ss[.fraction](Z|+hh:mm|-hh:mm) since midnight UTC: below zero, or a day or more, when the offset leads into
// another day.
std::optional<std::chrono::milliseconds> read_time(std::string_view text) {
    const std::chrono::hours hours(two_digits(text));
    const std::chrono::minutes minutes(two_digits(text.substr(3)));
    const std::chrono::seconds seconds(two_digits(text.substr(6)));
    if (hours.count() > 23 || minutes.count() > 59 || seconds.count() > 59) return std::nullopt;
    std::chrono::milliseconds time = hours + minutes + seconds;

    std::size_t at = 8;
    if (text[at] == '.')
        for (int unit = 100; base::is_digit(text[++at]); unit /= 10)
            time += std::chrono::milliseconds((text[at] - '0') * unit);
    if (text[at] == 'Z' || text[at] == 'z') return time;

    const std::string_view zone = text.substr(at + 1);
    const std::chrono::hours zone_hours(two_digits(zone));
    const std::chrono::minutes zone_minutes(two_digits(zone.substr(zone.size() - 2)));
    if (zone_hours.count() > 14 || zone_minutes.count() > 59) return std::nullopt;
    return text[at] == '-' ? time + zone_hours + zone_minutes : time - zone_hours - zone_minutes;
}

std::optional<Value> read_literal(TokenKind kind, std::string_view text, std::size_t offset) {
    constexpr std::chrono::days day(1);
    if (kind == TokenKind::number) return Value{Number{std::string(text.substr(text[0] == '+' ? 1 : 0))}, offset};
    if (kind == TokenKind::time_literal) {
        const std::optional<std::chrono::milliseconds> time = read_time(text);
        return time ? std::optional(Value{Time((*time + day) % day), offset}) : std::nullopt;
    }
    const std::optional<Date> date = read_date(text);
    if (!date) return std::nullopt;
    if (kind == TokenKind::date_literal) return Value{*date, offset};
    const std::optional<std::chrono::milliseconds> time = read_time(text.substr(11));
    if (!time) return std::nullopt;
    const DateTime moment(std::chrono::sys_days(*date) + *time);
    // A zone may lead out of the years that have four digits.
    const int year = static_cast<int>(Date(std::chrono::floor<std::chrono::days>(moment)).year());
    return year >= 0 && year <= 9999 ? std::optional(Value{moment, offset}) : std::nullopt;
}

// The four digits after \u; they may be cut short by the end of the text.
std::optional<char32_t> read_hex(std::string_view digits) {
    if (digits.size() < 4) return std::nullopt;
    char32_t code = 0;
    for (const char c : digits.substr(0, 4)) {
        const int digit = base::hex_value(c);
        if (digit < 0) return std::nullopt;
        code = code * 16 + static_cast<char32_t>(digit);
    }
    return code;
}

// Reads what follows the backslash at the front of `rest` and returns its length, 0 when it is no escape.
std::size_t unescape(std::string_view rest, bool pattern, std::string& out) {
    constexpr std::array<std::pair<char, char>, 8> simple = {
        {{'n', '\n'}, {'r', '\r'}, {'t', '\t'}, {'b', '\b'}, {'f', '\f'}, {'"', '"'}, {'\'', '\''}, {'\\', '\\'}}};
    const char escaped = base::lower(rest[1]);
    if (pattern && (escaped == '%' || escaped == '_' || escaped == '\\')) {
        out.append(rest.substr(0, 2));
        return 2;
    }
    for (const auto& [letter, meaning] : simple) {
        if (letter != escaped) continue;
        out.push_back(meaning);
        return 2;
    }
    if (escaped != 'u') return 0;
    const std::optional<char32_t> code = read_hex(rest.substr(2));
    if (!code) return 0;
    if (base::utf8::is_high_surrogate(*code)) {
        if (rest.substr(6, 2) != "\\u") return 0;
        const std::optional<char32_t> low = read_hex(rest.substr(8));
        if (!low || !base::utf8::is_low_surrogate(*low)) return 0;
        base::utf8::append(base::utf8::of_surrogates(*code, *low), out);
        return 12;
    }
    if (base::utf8::is_low_surrogate(*code)) return 0;
    base::utf8::append(*code, out);
    return 6;
}

bool is_currency_code(std::string_view word) {
    return word.size() == 3 && word.find_first_of("0123456789_") == std::string_view::npos;
}

}  // namespace

Value Grammar::value() {
    const Token token = tokens_.peek();
    switch (token.kind) {
        case TokenKind::string:
            return text_or_pattern(false);
        case TokenKind::word:
        case TokenKind::colon:
            if (std::optional<Value> word = word_value()) return std::move(*word);
            // An unquoted string looks like a variable of Apex, and that is what Salesforce takes it for.
            tokens_.fail(syntax_error(tokens_.query(), token.offset, "Bind variables only allowed in Apex code"));
            return {};
        case TokenKind::number:
        case TokenKind::date_literal:
        case TokenKind::date_time_literal:
        case TokenKind::time_literal:
            if (std::optional<Value> literal = read_literal(token.kind, tokens_.text(), token.offset)) {
                tokens_.take();
                return std::move(*literal);
            }
            tokens_.fail(syntax_error(tokens_.query(), token.offset, "Invalid date: " + std::string(tokens_.text())));
            return {};
        default:
            tokens_.fail_here();
            return {};
    }
}

Value Grammar::text_or_pattern(bool pattern) {
    const Token token = tokens_.peek();
    if (token.kind != TokenKind::string) {
        tokens_.fail_here();
        return {};
    }
    const std::string_view quoted = tokens_.text(tokens_.take());
    std::string_view rest = quoted.substr(1, quoted.size() - 2);
    std::string text;
    while (!rest.empty()) {
        const std::size_t plain = std::min(rest.find('\\'), rest.size());
        text.append(rest.substr(0, plain));
        rest.remove_prefix(plain);
        if (rest.empty()) break;
        const std::size_t length = unescape(rest, pattern, text);
        if (length == 0) {
            tokens_.fail(syntax_error(tokens_.query(), token.offset,
                                      "Invalid string literal " + std::string(quoted.substr(0, 100)) +
                                          ". Illegal character sequence '" + std::string(rest.substr(0, 2)) +
                                          "' in string literal."));
            return {};
        }
        rest.remove_prefix(length);
    }
    if (pattern) return {Pattern{std::move(text)}, token.offset};
    return {Text{std::move(text)}, token.offset};
}

std::optional<Value> Grammar::word_value() {
    const std::size_t offset = tokens_.offset();
    if (tokens_.accept_word("NULL")) return Value{Null{}, offset};
    if (tokens_.accept_word("TRUE")) return Value{true, offset};
    if (tokens_.accept_word("FALSE")) return Value{false, offset};
    if (!tokens_.at(TokenKind::word)) return std::nullopt;

    const std::string_view word = tokens_.text();
    const Token& next = tokens_.peek(1);
    if (next.kind == TokenKind::colon && tokens_.at(TokenKind::number, 2)) {
        constexpr std::size_t most_digits = 6;
        const std::string_view digits = tokens_.text(2);
        if (digits.size() > most_digits || digits.find_first_not_of("0123456789") != std::string_view::npos)
            return std::nullopt;
        std::optional<RelativeDate> counted = relative_date(word, std::stoll(std::string(digits)));
        if (!counted) return std::nullopt;
        for (int taken = 0; taken < 3; ++taken) tokens_.take();
        return Value{std::move(*counted), offset};
    }
    if (std::optional<RelativeDate> fixed = relative_date(word, std::nullopt)) {
        tokens_.take();
        return Value{std::move(*fixed), offset};
    }

    // USD5000 reads as one word, USD-500 as a word and a number, USD5.25 as "USD5" and ".25".
    const bool number_glued = next.kind == TokenKind::number && next.offset == offset + word.size();
    std::string amount(word.substr(std::min<std::size_t>(3, word.size())));
    if (!is_currency_code(word.substr(0, 3)) || amount.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    if (amount.empty() ? !number_glued : number_glued && tokens_.text(1)[0] != '.') return std::nullopt;
    std::string currency = base::upper(word.substr(0, 3));
    tokens_.take();
    if (number_glued) amount += tokens_.text(tokens_.take());
    return Value{Money{std::move(currency), std::move(amount)}, offset};
}

}  // namespace alysio::sandbox::soql
