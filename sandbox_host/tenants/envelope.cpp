#include "sandbox_host/tenants/envelope.hpp"

namespace alysio::sandbox::tenants {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

enum class Opening { unclear, no, yes };

// Is `text`, blanks aside, the beginning of `{"output":`, or all of it? `size` says where the content starts.
Opening read_opening(std::string_view text, std::size_t& size) {
    constexpr std::string_view expected = R"({"output":)";
    std::size_t matched = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool inside_name = matched > 1 && matched < expected.size() - 1;
        if (is_blank(text[i]) && !inside_name) continue;
        if (text[i] != expected[matched]) return Opening::no;
        if (++matched < expected.size()) continue;
        size = i + 1;
        return Opening::yes;
    }
    return Opening::unclear;
}

}  // namespace

std::string_view Envelope::unwrap(std::string_view piece) {
    if (state_ == State::opening) {
        opening_ += piece;
        std::size_t size = 0;
        const auto opening = read_opening(opening_, size);
        if (opening == Opening::unclear) return {};
        state_ = opening == Opening::yes ? State::content : State::passing;
        piece = std::string_view{opening_}.substr(size);
    }
    if (state_ == State::passing) return piece;
    return state_ == State::content ? content(piece) : std::string_view{};
}

// Up to the comma or brace that ends the value, at its own level.
std::string_view Envelope::content(std::string_view piece) {
    std::size_t end = 0;
    for (; end < piece.size(); ++end) {
        const char c = piece[end];
        if (in_text_) {
            if (escaped_) {
                escaped_ = false;
            } else if (c == '\\') {
                escaped_ = true;
            } else if (c == '"') {
                in_text_ = false;
            }
        } else if (c == '"') {
            in_text_ = true;
        } else if (c == '{' || c == '[') {
            ++depth_;
        } else if (depth_ == 0 && (c == '}' || c == ',')) {
            state_ = State::done;
            break;
        } else if (c == '}' || c == ']') {
            --depth_;
        }
    }
    return piece.substr(0, end);
}

}  // namespace alysio::sandbox::tenants
