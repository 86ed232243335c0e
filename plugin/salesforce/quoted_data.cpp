#include "plugin/salesforce/quoted_data.hpp"

#include <alysio/base/utf8.hpp>
#include <alysio/base/visible.hpp>

namespace alysio::salesforce {

std::string quoted_data(std::string_view text, std::size_t max_characters) {
    std::string result;
    std::size_t written = 0;
    bool blank_due = false;
    while (!text.empty()) {
        const char32_t c = base::utf8::take(text);
        const base::Sight sight = base::sight_of(c);
        const bool control = sight == base::Sight::hidden && c < 0xA0;
        if (sight == base::Sight::blank || sight == base::Sight::line_break || control) {
            blank_due = !result.empty();
            continue;
        }
        if (sight != base::Sight::plain) continue;
        if (written + (blank_due ? 2U : 1U) > max_characters) return result + "…";
        if (blank_due) result += ' ';
        written += blank_due ? 2 : 1;
        blank_due = false;
        base::utf8::append(c, result);
    }
    return result;
}

}  // namespace alysio::salesforce
