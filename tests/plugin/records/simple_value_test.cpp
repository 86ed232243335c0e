#include "plugin/records/simple_value.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace alysio::salesforce::records;

namespace {

// With what may follow a token in a page.
bool is_simple(const std::string& token, const std::string& behind) {
    const std::string text = token + behind + std::string(8, '\0');
    return is_simple_value(std::string_view(text).substr(0, token.size()));
}

bool expected(const std::string& token) {
    if (token == "null" || token == "true" || token == "false") return true;
    return token.size() >= 2 && token.front() == '"' && token.back() == '"';
}

}  // namespace

TEST_CASE("A token is a text, true, false or null exactly when it is so by its bytes, whatever follows it") {
    const std::string literal =
        GENERATE(as<std::string>(), "null", "true", "false", R"("null")", R"("")", R"("12345678901")", "12", "{}");
    for (const std::string behind : {"", ",", "}", "\"", "e", "l", "null", "true,", "false}"}) {
        for (std::size_t size = 1; size <= literal.size(); ++size) {
            const std::string start = literal.substr(0, size);
            CAPTURE(start, behind);
            CHECK(is_simple(start, behind) == expected(start));
            for (std::size_t at = 0; at < size; ++at) {
                for (int byte = 0; byte < 256; ++byte) {
                    std::string changed = start;
                    changed[at] = static_cast<char>(byte);
                    if (is_simple(changed, behind) != expected(changed)) FAIL_CHECK("not so: " + changed);
                }
            }
        }
    }
}
