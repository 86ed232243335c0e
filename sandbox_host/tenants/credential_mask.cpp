#include "sandbox_host/tenants/credential_mask.hpp"

#include "sandbox_host/tenants/secret.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/text.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace alysio::sandbox::tenants {
namespace {

constexpr std::size_t word_size = sizeof(std::uint64_t);

// The inner part of the base64 of any text that holds the credential, where it begins at a byte that is `shift` behind a
// multiple of three. Letters at both ends depend on what stands around it.
std::string base64_of(std::string_view credential, std::size_t shift, bool for_urls) {
    std::string around(shift, '\0');
    around += credential;
    const auto text = for_urls ? base::base64url(around) : base::base64(around);
    const std::size_t first = shift == 0 ? 0 : 4;
    const std::size_t last = around.size() / 3 * 4;
    return first < last ? text.substr(first, last - first) : std::string();
}

std::string percent_spelling(std::string_view credential, bool lower) {
    auto text = base::percent_encoded(credential);
    for (auto at = text.find('%'); lower && at != text.npos; at = text.find('%', at + 1)) {
        text[at + 1] = base::lower(text[at + 1]);
        text[at + 2] = base::lower(text[at + 2]);
    }
    return text;
}

// As JSON writers escape what others leave alone: the slash, or whatever HTML would read.
std::string json_spelling(std::string_view credential, bool for_html) {
    std::string text;
    for (const char c : credential) {
        if (c == '/' && !for_html) {
            text += "\\/";
        } else if (for_html && std::string_view("&<>'=+").find(c) != std::string_view::npos) {
            text += "\\u00";
            text += base::hex_digits[static_cast<unsigned char>(c) >> 4];
            text += base::hex_digits[static_cast<unsigned char>(c) & 15];
        } else {
            text += c;
        }
    }
    return text;
}

}  // namespace

SentCredentials::SentCredentials(const std::vector<std::string>& lines) : lines_(lines) {
    for (const auto& line : lines) {
        if (base::starts_with_ignoring_case(line, "x-paragon-configuration-id:"))
            continue;  // says what is connected, not who
        const auto credential = std::string_view(line).substr(line.find_last_of(" :") + 1);
        if (credential.size() < least) continue;
        add(std::string(credential));
        for (const bool other : {false, true}) {
            add(percent_spelling(credential, other));
            add(json_spelling(credential, other));
            for (std::size_t shift = 0; shift < 3; ++shift) {
                add(base64_of(credential, shift, other));
            }
        }
    }
    std::sort(places_.begin(), places_.end());
}

SentCredentials::~SentCredentials() {
    for (auto& line : lines_) wipe(line);
    for (auto& spelling : spellings_) wipe(spelling);
    std::fill(places_.begin(), places_.end(), Place{});
}

void SentCredentials::add(std::string spelling) {
    if (spelling.size() < least || std::find(spellings_.begin(), spellings_.end(), spelling) != spellings_.end())
        return;
    longest_ = std::max(longest_, spelling.size());
    const auto number = spellings_.size();
    if (spelling.size() < stride + word_size - 1) {
        short_ones_.push_back(number);
    } else {
        for (std::size_t at = 0; at + word_size <= spelling.size(); ++at) {
            const Word word = word_at(spelling.data() + at);
            places_.push_back({word, static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(at)});
            words_->set(bit_of(word));
        }
    }
    spellings_.push_back(std::move(spelling));
}

SentCredentials::Word SentCredentials::word_at(const char* text) noexcept {
    Word word = 0;
    std::memcpy(&word, text, sizeof word);
    return word;
}

std::size_t SentCredentials::bit_of(Word word) noexcept {
    return static_cast<std::size_t>(word * 0x9E3779B97F4A7C15u >> (64 - 18));
}

template <class Found>
void SentCredentials::search(std::string_view text, Found found) const {
    for (std::size_t at = 0; at + word_size <= text.size(); at += stride) {
        const Word word = word_at(text.data() + at);
        if (!words_->test(bit_of(word))) continue;
        const auto [first, last] = std::equal_range(places_.begin(), places_.end(), Place{word, 0, 0});
        for (auto place = first; place != last; ++place) {
            const std::string& spelling = spellings_[place->spelling];
            std::size_t begin = at;
            std::size_t end = at + word_size;
            for (auto i = place->offset; i > 0 && begin > 0 && text[begin - 1] == spelling[i - 1]; --i) --begin;
            for (auto i = place->offset + word_size;
                 i < spelling.size() && end < text.size() && text[end] == spelling[i]; ++i) {
                ++end;
            }
            if (end - begin >= stride && !found(begin, end)) return;
        }
    }
    for (const auto number : short_ones_) {
        const std::string& spelling = spellings_[number];
        for (auto at = text.find(spelling); at != text.npos; at = text.find(spelling, at + 1)) {
            if (!found(at, at + spelling.size())) return;
        }
    }
}

bool SentCredentials::stands_in(std::string_view text) const {
    bool stands = false;
    search(text, [&](std::size_t, std::size_t) {
        stands = true;
        return false;
    });
    return stands;
}

void SentCredentials::find_in(std::string_view text,
                              std::vector<std::pair<std::size_t, std::size_t>>& stretches) const {
    search(text, [&](std::size_t begin, std::size_t end) {
        stretches.emplace_back(begin, end);
        return true;
    });
}

std::size_t SentCredentials::begun_at_end(std::string_view text) const {
    std::size_t longest = 0;
    for (const auto& spelling : spellings_) {
        const auto tail = text.substr(text.size() - std::min(text.size(), spelling.size() - 1));
        for (auto at = tail.find(spelling.front()); at != tail.npos; at = tail.find(spelling.front(), at + 1)) {
            const auto rest = tail.substr(at);
            if (spelling.compare(0, rest.size(), rest) != 0) continue;
            longest = std::max(longest, rest.size());
            break;
        }
    }
    return std::max(longest, stretch_at_end(text));
}

// A stretch from the middle of a spelling, of at least a word, that may go on behind the text.
std::size_t SentCredentials::stretch_at_end(std::string_view text) const {
    std::size_t longest = 0;
    if (text.size() < word_size) return 0;
    const Word word = word_at(text.data() + text.size() - word_size);
    if (!words_->test(bit_of(word))) return 0;
    const auto [first, last] = std::equal_range(places_.begin(), places_.end(), Place{word, 0, 0});
    for (auto place = first; place != last; ++place) {
        const std::string& spelling = spellings_[place->spelling];
        std::size_t length = word_size;
        for (auto i = place->offset; i > 0 && length < text.size() && text[text.size() - 1 - length] == spelling[i - 1];
             --i)
            ++length;
        longest = std::max(longest, length);
    }
    return longest;
}

void CredentialMask::sent(std::shared_ptr<const SentCredentials> credentials) {
    if (credentials != nullptr && std::find(sent_.begin(), sent_.end(), credentials) == sent_.end()) {
        sent_.push_back(std::move(credentials));
    }
}

std::string_view CredentialMask::mask(std::string_view piece) {
    if (sent_.empty()) return piece;
    if (held_.size() + piece.size() < least_piece) {
        held_ += piece;
        return {};
    }
    std::size_t begun = 0;
    bool found = false;
    for (const auto& credentials : sent_) {
        begun = std::max(begun, credentials->begun_at_end(piece));
        found = found || credentials->stands_in(piece);
    }
    if (!found && held_.empty()) {
        held_ = piece.substr(piece.size() - begun);
        return piece.substr(0, piece.size() - begun);
    }
    masked_ = std::exchange(held_, {});
    masked_ += piece;
    begun = 0;
    for (const auto& credentials : sent_) begun = std::max(begun, credentials->begun_at_end(masked_));
    auto cut = masked_.size() - begun;
    const auto stretches = stretches_in(masked_);
    // The last byte of a credential may be the first of another, but it is not left for the next piece.
    for (const auto& [begin, end] : stretches) cut = begin < cut ? std::max(cut, end) : cut;
    held_ = masked_.substr(cut);
    for (const auto& [begin, end] : stretches) std::fill(masked_.data() + begin, masked_.data() + end, '*');
    masked_.resize(cut);
    return masked_;
}

std::string_view CredentialMask::rest() {
    masked_ = std::exchange(held_, {});
    mask_text(masked_);
    return masked_;
}

// All are found before the first is overwritten: one may lie across another.
std::vector<std::pair<std::size_t, std::size_t>> CredentialMask::stretches_in(std::string_view text) const {
    std::vector<std::pair<std::size_t, std::size_t>> stretches;
    for (const auto& credentials : sent_) credentials->find_in(text, stretches);
    return stretches;
}

void CredentialMask::mask_text(std::string& text) const {
    for (const auto& [begin, end] : stretches_in(text)) std::fill(text.data() + begin, text.data() + end, '*');
}

}  // namespace alysio::sandbox::tenants
