#include "sandbox_host/tenants/member_scanner.hpp"

#include "sandbox_host/tenants/find_byte_pair.hpp"

namespace alysio::sandbox::tenants {
namespace {

// Where the byte stands that record data has least of. Names are in camel case, and records are mostly small letters,
// digits and quotes: a capital, and of those one that few words and few names of fields begin with.
std::size_t rarest(std::string_view name) {
    for (const char capital : std::string_view("QXZJKYVUHGWFBMLPTDROSCENIA")) {
        if (const auto at = name.find(capital); at != name.npos) return at;
    }
    return 0;
}

}  // namespace

MemberScanner::MemberScanner(std::string_view key) : needle_('"' + std::string(key) + '"'), rare_(rarest(needle_)) {}

// By two bytes that are seldom met: over record data a search for one of them takes half as long again, one for all of
// the needle four times as long.
std::size_t MemberScanner::find(std::string_view piece, std::size_t from) const {
    const auto next = [&](std::size_t start) {
        return find_byte_pair(piece, needle_[rare_], needle_[rare_ + 1], start);
    };
    auto at = next(from + rare_);
    while (at != piece.npos && piece.compare(at - rare_, needle_.size(), needle_) != 0) at = next(at + 1);
    return at == piece.npos ? piece.npos : at - rare_;
}

void MemberScanner::scan(std::string_view piece, const std::function<void(std::string_view)>& found) {
    for (std::size_t i = 0; i < piece.size();) {
        const char c = piece[i];
        if (state_ == State::key && matched_ > 0) {
            if (c != needle_[matched_]) {
                matched_ = 0;
                continue;  // c may begin another key
            }
            ++i;
            if (++matched_ < needle_.size()) continue;
            matched_ = 0;
            state_ = State::colon;
        } else if (state_ == State::key) {
            const auto hit = find(piece, i);
            if (hit != piece.npos) {
                i = hit + needle_.size();
                state_ = State::colon;
                continue;
            }
            const auto quote = piece.rfind('"');
            if (quote == piece.npos || quote < i) return;
            const auto rest = piece.substr(quote);
            if (std::string_view{needle_}.substr(0, rest.size()) == rest) matched_ = rest.size();
            return;
        } else if (state_ == State::value) {
            ++i;
            if (c == '"') {
                found(value_);
                state_ = State::key;
            } else if (value_.size() == longest_value) {
                state_ = State::key;
            } else if (c != '\\') {  // "\/" is the one escape that a path holds
                value_ += c;
            }
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            ++i;
        } else if (state_ == State::colon && c == ':') {
            ++i;
            state_ = State::quote;
        } else if (state_ == State::quote && c == '"') {
            ++i;
            value_.clear();
            state_ = State::value;
        } else {
            state_ = State::key;
        }
    }
}

}  // namespace alysio::sandbox::tenants
