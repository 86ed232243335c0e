#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Small text helpers. Letters are compared as ASCII, which is all that API names and ids are made of; "characters" are
// Unicode code points.
namespace alysio::salesforce {

char lower(char c);
std::string lower(std::string_view text);
bool same_letters(std::string_view left, std::string_view right);
bool starts_with_letters(std::string_view text, std::string_view prefix);
bool contains_letters(std::string_view text, std::string_view part);

bool is_letter(char c);
bool is_digit(char c);
bool is_letter_or_digit(char c);

std::string_view trimmed(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

std::size_t count_characters(std::string_view utf8);
std::string_view first_characters(std::string_view utf8, std::size_t count);

/// Text that somebody else wrote, fit to stand inside a sentence of ours: valid UTF-8, without control characters and
/// invisible direction marks, runs of blanks made one, cut to `max_characters` with "…" at the end.
std::string quoted_data(std::string_view text, std::size_t max_characters);

}  // namespace alysio::salesforce
