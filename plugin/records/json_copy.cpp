#include "plugin/records/json_copy.hpp"

#include <charconv>

namespace alysio::salesforce::records {

Identity identity_in(std::string_view url) {
    constexpr std::string_view root = "/sobjects/";
    const auto id_slash = url.rfind('/');
    if (id_slash == url.npos || url.find('%') != url.npos) return {};
    const auto object_slash = url.substr(0, id_slash).rfind('/');
    if (object_slash == url.npos || !url.substr(0, object_slash + 1).ends_with(root)) return {};
    return Identity{url.substr(object_slash + 1, id_slash - object_slash - 1), url.substr(id_slash + 1), {}};
}

bool is_child_result(ondemand::value& value) {
    // The token of an object is its brace and the blanks up to the next token, which is its first name. The page is
    // padded, so that a few bytes beyond it may be compared too.
    const auto brace = value.raw_json_token();
    const std::string_view next(brace.data() + brace.size(), sizeof("\"nextRecordsUrl\"") - 1);
    return next.starts_with("\"totalSize\"") || next.starts_with("\"done\"") || next.starts_with("\"records\"") ||
           next == "\"nextRecordsUrl\"";
}

std::int64_t count_in(std::string_view token) {
    std::int64_t count = -1;
    const auto parsed = std::from_chars(token.data(), token.data() + token.size(), count);
    return parsed.ec == std::errc{} && count >= 0 ? count : -1;
}

void note_document(std::string_view field, std::string_view token, Identity& identity) {
    if (identity.object != "ContentVersion" || field != "\"ContentDocumentId\"" || token.front() != '"') return;
    identity.document = token.substr(1, token.find('"', 1) - 1);
}

}  // namespace alysio::salesforce::records
