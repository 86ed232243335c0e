#include "plugin/salesforce/suggest.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <optional>

namespace alysio::salesforce {

namespace {

// Letters and digits in lower case; a namespace or a __c at the end says nothing of the meaning.
std::string core_of(std::string_view name) {
    for (const std::string_view suffix : {"__c", "__r", "__mdt", "__pc", "__x", "__e"}) {
        if (name.size() > suffix.size() && base::ends_with_ignoring_case(name, suffix)) {
            name.remove_suffix(suffix.size());
            break;
        }
    }
    std::string core;
    for (const char c : name) {
        if (base::is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80) core += base::lower(c);
    }
    return core;
}

std::string initials_of(std::string_view label) {
    std::string initials;
    bool in_word = false;
    for (const char c : label) {
        const bool part = base::is_letter_or_digit(c);
        if (part && !in_word) initials += base::lower(c);
        in_word = part;
    }
    return initials;
}

bool has_word(std::string_view text, std::string_view word) {
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && base::is_letter_or_digit(text[i])) continue;
        if (base::equal_ignoring_case(text.substr(start, i - start), word)) return true;
        start = i + 1;
    }
    return false;
}

std::string singular(std::string word) {
    if (word.size() > 4 && word.compare(word.size() - 3, 3, "ies") == 0) return word.substr(0, word.size() - 3) + "y";
    if (word.size() > 3 && word.back() == 's') word.pop_back();
    return word;
}

// Insertions, deletions, replacements and swaps of neighbours; `limit` + 1 where there are more.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
    if (a.size() > b.size() + limit || b.size() > a.size() + limit) return limit + 1;
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = std::min(now[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return std::min(last[b.size()], limit + 1);
}

// How far a candidate is from what was written; nothing where it is too far to be meant.
std::optional<std::size_t> distance(const std::string& written, const std::string& singular_written,
                                    const Candidate& candidate) {
    const std::string name = core_of(candidate.name);
    const std::string label = core_of(candidate.label);
    if (name == written) return 0;
    if (singular(name) == singular_written) return 1;
    if (label == written || singular(label) == singular_written) return 2;
    if (written.size() >= 2 && initials_of(candidate.label) == written) return 3;
    if (written.size() >= 3 &&
        (base::starts_with_ignoring_case(name, written) || base::starts_with_ignoring_case(label, written)))
        return 4;
    const std::size_t limit = written.size() <= 1 ? 0 : written.size() <= 3 ? 1 : written.size() <= 6 ? 2 : 3;
    const std::size_t misspelt = std::min(edit_distance(written, name, limit), edit_distance(written, label, limit));
    if (misspelt <= limit) return 4 + misspelt;
    if (written.size() >= 3 && (has_word(candidate.label, written) || has_word(candidate.name, written))) return 8;
    const bool inside = written.size() >= 4 &&
                        (base::contains_ignoring_case(name, written) || base::contains_ignoring_case(label, written));
    // "AccountName" is no Name: what is left over may be the point.
    const bool around =
        name.size() >= 4 && name.size() * 2 >= written.size() && base::contains_ignoring_case(written, name);
    if (inside || around) return 9;
    return std::nullopt;
}

}  // namespace

std::vector<std::string> nearest_names(std::string_view written, const std::vector<Candidate>& candidates) {
    const std::string core = core_of(written);
    if (core.empty() || core.size() > 120) return {};
    const std::string singular_core = singular(core);
    struct Near {
        std::size_t distance;
        std::string_view name;
    };
    std::vector<Near> near;
    for (const Candidate& candidate : candidates) {
        if (const auto far = distance(core, singular_core, candidate)) near.push_back({*far, candidate.name});
    }
    std::stable_sort(near.begin(), near.end(), [](const Near& a, const Near& b) {
        return a.distance != b.distance ? a.distance < b.distance : a.name.size() < b.name.size();
    });
    std::vector<std::string> names;
    for (const Near& one : near) {
        if (names.size() == 3 || one.distance > near.front().distance + 3) break;
        if (std::find(names.begin(), names.end(), one.name) == names.end()) names.emplace_back(one.name);
    }
    return names;
}

bool search_matches(std::string_view words, std::string_view text) {
    const std::string wanted = core_of(words);
    if (!wanted.empty() && initials_of(text) == wanted) return true;
    bool any = false;
    for (const std::string_view word : base::split(words, ' ')) {
        if (word.empty()) continue;
        any = true;
        if (!base::contains_ignoring_case(text, word)) return false;
    }
    return any;
}

}  // namespace alysio::salesforce
