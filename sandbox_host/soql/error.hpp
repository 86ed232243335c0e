#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::soql {

/// Where an error is shown. Row counts from 1; so does the column, save in syntax errors (see `syntax_error`).
struct Position {
    std::size_t offset = 0;  ///< in bytes
    std::size_t row = 1;
    std::size_t column = 1;  ///< in characters, not bytes
};

/// Why a query cannot be run, in Salesforce's terms.
struct Error {
    std::string code;      ///< MALFORMED_QUERY, INVALID_FIELD, ...
    std::string sentence;  ///< "unexpected token: 'FROM'"
    std::optional<Position> position;
};

/// MALFORMED_QUERY at a token. Salesforce's parser counts the columns of tokens from 0 while everything else counts
/// from 1, so its caret stands one place left of the token; clients see the same here.
Error syntax_error(std::string_view query, std::size_t offset, std::string sentence);

/// An error in the meaning of what stands at `offset`.
Error semantic_error(std::string_view query, std::size_t offset, std::string code, std::string sentence);

/// The message as Salesforce sends it: a newline, an excerpt of the query, a caret under the place, "ERROR at Row:1:
/// Column:8" and the sentence. Without a position: the sentence alone. `query` is the text the error was made for.
std::string render(const Error& error, std::string_view query);

}  // namespace alysio::sandbox::soql
