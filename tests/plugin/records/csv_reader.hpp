// RFC 4180 read back, character by character, by code that shares nothing with the writer.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace alysio::salesforce::records::testing {

inline std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
    enum class State { start, bare, quoted, closed };
    std::vector<std::vector<std::string>> records;
    std::vector<std::string> record;
    std::string field;
    State state = State::start;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (state == State::quoted) {
            if (c != '"') {
                field += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                field += '"';
                ++i;
            } else {
                state = State::closed;
            }
            continue;
        }
        if (c == ',' || c == '\r') {
            record.push_back(std::move(field));
            field.clear();
            state = State::start;
            if (c == ',') continue;
            if (i + 1 >= text.size() || text[++i] != '\n') throw std::runtime_error("a CR without its LF");
            records.push_back(std::move(record));
            record.clear();
        } else if (c == '"' && state == State::start) {
            state = State::quoted;
        } else if (c == '"' || c == '\n' || state == State::closed) {
            throw std::runtime_error("a quote or line break in a bare field");
        } else {
            field += c;
            state = State::bare;
        }
    }
    if (state != State::start || !record.empty()) throw std::runtime_error("the last record has no end");
    return records;
}

}  // namespace alysio::salesforce::records::testing
