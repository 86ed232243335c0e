#include "sandbox_host/soql/error.hpp"

#include <alysio/base/utf8.hpp>

#include <algorithm>
#include <utility>

namespace alysio::sandbox::soql {

namespace {

// Recorded messages show about this much of the query on both sides of the caret, then go on to the end of a word.
constexpr std::size_t excerpt_reach = 30;
constexpr std::size_t excerpt_word = 120;

bool separates_words(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == ',';
}

std::size_t row_begin(std::string_view query, std::size_t offset) {
    const std::size_t newline = offset == 0 ? std::string_view::npos : query.rfind('\n', offset - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
}

std::size_t row_end(std::string_view query, std::size_t offset) {
    return std::min(query.find('\n', offset), query.size());
}

Position locate(std::string_view query, std::size_t offset, std::size_t first_column) {
    offset = std::min(offset, query.size());
    const std::size_t begin = row_begin(query, offset);
    const auto rows =
        static_cast<std::size_t>(std::count(query.begin(), query.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
    return {offset, rows + 1, base::utf8::count(query.substr(begin, offset - begin)) + first_column};
}

}  // namespace

Error syntax_error(std::string_view query, std::size_t offset, std::string sentence) {
    return {"MALFORMED_QUERY", std::move(sentence), locate(query, offset, 0)};
}

Error semantic_error(std::string_view query, std::size_t offset, std::string code, std::string sentence) {
    return {std::move(code), std::move(sentence), locate(query, offset, 1)};
}

std::string render(const Error& error, std::string_view query) {
    if (!error.position) return error.sentence;
    const Position& at = *error.position;
    const std::size_t offset = std::min(at.offset, query.size());
    const std::size_t row_first = row_begin(query, offset);
    const std::size_t row_last = row_end(query, offset);

    std::size_t first = offset - std::min(offset - row_first, excerpt_reach);
    const std::size_t first_limit = first - std::min(first - row_first, excerpt_word);
    while (first > first_limit && !separates_words(query[first - 1])) --first;
    while (first > row_first && base::utf8::is_continuation(query[first])) --first;

    std::size_t last = std::min(row_last, offset + excerpt_reach);
    const std::size_t last_limit = std::min(row_last, last + excerpt_word);
    while (last < last_limit && !separates_words(query[last])) ++last;
    while (last < row_last && base::utf8::is_continuation(query[last])) ++last;

    const std::size_t columns_left_out = base::utf8::count(query.substr(row_first, first - row_first));
    const std::size_t caret = at.column - std::min(at.column, columns_left_out + 1);

    std::string message = "\n";
    message.append(query.substr(first, last - first)).append("\n");
    message.append(caret, ' ').append("^\nERROR at Row:").append(std::to_string(at.row));
    message.append(":Column:").append(std::to_string(at.column)).append("\n").append(error.sentence);
    return message;
}

}  // namespace alysio::sandbox::soql
