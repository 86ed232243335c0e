#include "plugin/records/tokens.hpp"

namespace alysio::salesforce::records {

bool Tokens::unusual_string(std::string_view& token) {
    if (at_end()) return false;
    token = text(at_);
    ++at_;
    if (token.size() < 2 || token.back() != '"') return false;
    if (backslash_ < token.data()) {
        // One search over the page finds all backslashes, instead of one search per string.
        const auto size = static_cast<std::size_t>(end_ - token.data());
        const char* const found = std::char_traits<char>::find(token.data(), size, '\\');
        backslash_ = found != nullptr ? found : end_;
    }
    escaped_ = backslash_ < token.data() + token.size();
    return !escaped_ || escapes_are_valid(body(token));
}

}  // namespace alysio::salesforce::records
