#include "plugin/records/json_copy.hpp"

#include <charconv>

namespace alysio::salesforce::records {

bool is_child_result(const Tokens& tokens) {
    const auto first = tokens.behind();
    return first == "\"totalSize\"" || first == "\"done\"" || first == "\"records\"" || first == "\"nextRecordsUrl\"";
}

std::int64_t count_in(std::string_view token) {
    std::int64_t count = -1;
    const auto parsed = std::from_chars(token.data(), token.data() + token.size(), count);
    return parsed.ec == std::errc{} && count >= 0 ? count : -1;
}

std::string_view id_in(std::string_view token) {
    return token.size() > 2 && token.front() == '"' ? Tokens::body(token) : std::string_view();
}

bool append_link(const LinkMaker& maker, const Identity& identity, std::string& out) {
    const RecordKey key = identity.key();
    if (key.id.empty()) return false;
    const auto document = key.object == "ContentVersion" ? identity.document : std::string_view();
    return maker.append_link(key.object, key.id, document, out);
}

}  // namespace alysio::salesforce::records
