/// Bodies of JSON strings (the bytes between the quotes), and numbers, as text.
#pragma once

#include <string>
#include <string_view>

namespace alysio::salesforce::records {

/// Are all backslashes of the body followed by what JSON allows?
bool escapes_are_valid(std::string_view body);

/// Appends the text that a body with valid escapes means, as UTF-8. A surrogate without its partner becomes U+FFFD.
void append_unescaped(std::string_view body, std::string& out);

/// Appends the body unchanged, except that a surrogate without its partner becomes \ufffd: strict readers refuse a whole
/// result because of one.
void append_repaired(std::string_view body, std::string& out);

bool is_number(std::string_view token);

/// Appends a JSON number without exponent and without trailing zeros, by moving its digits: 1.39E8 is 139000000, 15000.0
/// is 15000. Numbers beyond the range of a double stay as they are.
void append_plain_number(std::string_view token, std::string& out);

}  // namespace alysio::salesforce::records
