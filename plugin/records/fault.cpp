#include "plugin/records/fault.hpp"

#include "plugin/records/text.hpp"

namespace alysio::salesforce::records {
namespace {

// Length of the well-formed UTF-8 sequence at the front of `text`, 0 = none.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned>(static_cast<unsigned char>(text[i])) : 0u;
    };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (!continues(1) || !continues(2)) return 0;
        if (lead == 0xE0 && byte(1) < 0xA0) return 0;
        if (lead == 0xED && byte(1) > 0x9F) return 0;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (!continues(1) || !continues(2) || !continues(3)) return 0;
        if (lead == 0xF0 && byte(1) < 0x90) return 0;
        if (lead == 0xF4 && byte(1) > 0x8F) return 0;
        return 4;
    }
    return 0;
}

class Inspector {
  public:
    explicit Inspector(std::string_view page) : page_(page) {}

    Diagnosis run() {
        blanks();
        if (peek() != '{') {
            fail("an object must stand here");
        } else if (object(1)) {
            blanks();
            if (at_ < page_.size()) {
                fail("nothing more may follow");
            } else if (!saw_records_) {
                at_ = 0;
                fail("the object has no `records`");
            }
        }
        return result_;
    }

  private:
    bool fail(std::string_view what) {
        if (!result_.fault) result_.fault = Fault{at_, at_ < page_.size() ? what : "the page ends too early"};
        return false;
    }

    char peek() const { return at_ < page_.size() ? page_[at_] : '\0'; }

    void blanks() {
        while (at_ < page_.size() &&
               (page_[at_] == ' ' || page_[at_] == '\n' || page_[at_] == '\r' || page_[at_] == '\t'))
            ++at_;
    }

    bool object(int depth) {
        ++at_;
        blanks();
        if (peek() == '}') return ++at_, true;
        for (;;) {
            const auto key_start = at_ + 1;
            if (peek() != '"') return fail("a quoted name must stand here");
            if (!string()) return false;
            const auto key = page_.substr(key_start, at_ - key_start - 1);
            blanks();
            if (peek() != ':') return fail("a colon must stand here");
            ++at_;
            blanks();
            const bool is_records = depth == 1 && key == "records";
            if (is_records) saw_records_ = true;
            if (!(is_records && peek() != 'n' ? records() : value(depth + 1))) return false;
            blanks();
            if (peek() == '}') return ++at_, true;
            if (peek() != ',') return fail("a comma or `}` must stand here");
            ++at_;
            blanks();
        }
    }

    bool records() {
        if (peek() != '[') return fail("a list of rows must stand here");
        return list([this] {
            if (peek() != '{') return fail("a row must stand here");
            if (!object(3)) return false;
            ++result_.whole_rows;
            result_.rows_end = at_;
            return true;
        });
    }

    template <class Element>
    bool list(Element element) {
        ++at_;
        blanks();
        if (peek() == ']') return ++at_, true;
        for (;;) {
            if (!element()) return false;
            blanks();
            if (peek() == ']') return ++at_, true;
            if (peek() != ',') return fail("a comma or `]` must stand here");
            ++at_;
            blanks();
        }
    }

    bool value(int depth) {
        switch (peek()) {
            case '{':
                return depth <= max_depth ? object(depth) : fail("nested too deep");
            case '[':
                return depth <= max_depth ? list([this, depth] { return value(depth + 1); }) : fail("nested too deep");
            case '"':
                return string();
            default:
                return scalar();
        }
    }

    bool string() {
        const auto start = at_++;
        while (at_ < page_.size() && page_[at_] != '"') {
            if (static_cast<unsigned char>(page_[at_]) < 0x20) return fail("a control character must be escaped");
            if (page_[at_] == '\\') {
                const std::size_t length = at_ + 1 < page_.size() && page_[at_ + 1] == 'u' ? 6 : 2;
                if (at_ + length > page_.size()) return at_ = page_.size(), fail("");
                if (!escapes_are_valid(page_.substr(at_, length))) return fail("not an escape of JSON");
                at_ += length;
            } else {
                const auto length = utf8_length(page_.substr(at_));
                if (length == 0) return fail("not UTF-8");
                at_ += length;
            }
        }
        if (at_ >= page_.size()) return fail("the string that starts here has no end");
        static_cast<void>(start);
        ++at_;
        return true;
    }

    bool scalar() {
        const auto start = at_;
        const auto end = page_.find_first_of(",:{}[]\" \n\r\t", start);
        const auto token = page_.substr(start, end == page_.npos ? end : end - start);
        if (token == "true" || token == "false" || token == "null" || is_number(token)) {
            at_ += token.size();
            return true;
        }
        if (end == page_.npos) at_ = page_.size();
        return fail("a value must stand here");
    }

    std::string_view page_;
    std::size_t at_ = 0;
    bool saw_records_ = false;
    Diagnosis result_;
};

}  // namespace

Diagnosis diagnose(std::string_view page) {
    return Inspector(page).run();
}

}  // namespace alysio::salesforce::records
