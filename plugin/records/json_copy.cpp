#include "plugin/records/json_copy.hpp"

#include <charconv>

namespace alysio::salesforce::records {

RecordKey Identity::key() const {
    constexpr std::string_view root = "/sobjects/";
    const auto id_slash = url.rfind('/');
    if (id_slash == url.npos || url.find('%') != url.npos) return {};
    const auto object_slash = url.substr(0, id_slash).rfind('/');
    if (object_slash == url.npos || !url.substr(0, object_slash + 1).ends_with(root)) return {};
    return RecordKey{url.substr(object_slash + 1, id_slash - object_slash - 1), url.substr(id_slash + 1)};
}

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
