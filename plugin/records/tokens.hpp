// Private to the record stream: what simdjson's on-demand reader leaves unchecked when tokens are copied raw.
#pragma once

#include <simdjson.h>

#include <string_view>

#include "plugin/records/text.hpp"

namespace alysio::salesforce::records {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

// Gives the tokens of one page, each checked to be JSON, in the order in which they stand in the page.
class Tokens {
  public:
    explicit Tokens(std::string_view page) : end_(page.data() + page.size()), backslash_(page.data() - 1) {
        find_backslash(page.data());
    }

    // The name of a field with its quotes.
    error_code name(ondemand::field& field, std::string_view& token) {
        const char* const start = field.key().raw();
        const char* const value = field.value().raw_json_token().data();
        const char* close = value - 2;
        if (value[-1] != ':' || *close != '"') {  // blanks around the colon
            close = start;
            while (*close != '"') close += *close == '\\' ? 2 : 1;
        }
        token = std::string_view(start - 1, static_cast<std::size_t>(close - start) + 2);
        return check_string(token);
    }

    // A string with its quotes.
    error_code string(ondemand::value& value, std::string_view& token) {
        token = trimmed(value.raw_json_token());
        // Reading it as a string steps past it, so that a colon after it is found to be misplaced.
        if (const auto error = value.get_raw_json_string().error()) return error;
        return check_string(token);
    }

    // A number, true, false or null.
    static error_code scalar(ondemand::value& value, std::string_view& token) {
        token = trimmed(value.raw_json_token());
        const bool valid = token == "null" || token == "true" || token == "false" || is_number(token);
        return valid ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
    }

    // Did the string or name given last have an escape in it?
    bool escaped() const { return escaped_; }

    static std::string_view body(std::string_view quoted) { return quoted.substr(1, quoted.size() - 2); }

  private:
    static std::string_view trimmed(std::string_view token) {
        if (static_cast<unsigned char>(token.back()) > ' ') return token;
        return token.substr(0, token.find_last_not_of(" \n\r\t") + 1);
    }

    // One search over the page finds all backslashes, instead of one search per string.
    void find_backslash(const char* from) {
        const auto* const found =
            from < end_ ? std::char_traits<char>::find(from, static_cast<std::size_t>(end_ - from), '\\') : nullptr;
        backslash_ = found != nullptr ? found : end_;
    }

    error_code check_string(std::string_view token) {
        if (backslash_ < token.data()) find_backslash(token.data());
        escaped_ = backslash_ < token.data() + token.size();
        return !escaped_ || escapes_are_valid(body(token)) ? simdjson::SUCCESS : simdjson::STRING_ERROR;
    }

    const char* end_;
    const char* backslash_;  // the first one at or after the last string given
    bool escaped_ = false;
};

}  // namespace alysio::salesforce::records
