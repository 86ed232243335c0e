#include "plugin/records/fault.hpp"

#include "plugin/records/json_text.hpp"

#include <alysio/base/utf8.hpp>

namespace alysio::salesforce::records {
namespace {

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
        if (!result_.fault) result_.fault = PageFault{at_, at_ < page_.size() ? what : "the page ends too early"};
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
        ++at_;
        while (at_ < page_.size() && page_[at_] != '"') {
            if (static_cast<unsigned char>(page_[at_]) < 0x20) return fail("a control character must be escaped");
            if (page_[at_] == '\\') {
                const std::size_t length = at_ + 1 < page_.size() && page_[at_ + 1] == 'u' ? 6 : 2;
                if (at_ + length > page_.size()) return at_ = page_.size(), fail("");
                if (!escapes_are_valid(page_.substr(at_, length))) return fail("not an escape of JSON");
                at_ += length;
            } else {
                const auto length = base::utf8::decode(page_.substr(at_)).bytes;
                if (length == 0) return fail("not UTF-8");
                at_ += length;
            }
        }
        if (at_ >= page_.size()) return fail("the string that starts here has no end");
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
