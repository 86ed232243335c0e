#include "sandbox_host/cli/watch/line_editor.hpp"

#include "sandbox_host/cli/text/terminal.hpp"

#include <alysio/base/utf8.hpp>

#include <algorithm>
#include <utility>

namespace alysio::sandbox::cli {
namespace {

constexpr std::size_t longest_character = 4;  // bytes

constexpr char control(char letter) {
    return static_cast<char>(letter - '@');
}

std::size_t width_of(const std::vector<std::string>& line, std::size_t from, std::size_t to) {
    std::size_t width = 0;
    for (auto i = from; i < to; ++i) width += display_width(line[i]);
    return width;
}

std::string common_start(const std::vector<std::string>& names) {
    auto common = names.front();
    for (const auto& name : names) {
        const auto differ = std::mismatch(common.begin(), common.end(), name.begin(), name.end()).first;
        common.erase(differ, common.end());
    }
    return common;
}

}  // namespace

std::vector<Input> LineEditor::feed(std::string_view bytes) {
    std::vector<Input> inputs;
    for (const char byte : bytes) take(byte, inputs);
    return inputs;
}

void LineEditor::take(char byte, std::vector<Input>& inputs) {
    if (escape_) return take_escape(byte);
    // What does not go on with a character ends it, though it was not whole.
    if (!partial_.empty() && !base::utf8::is_continuation(byte)) insert(safe_text(std::exchange(partial_, "")));
    if (partial_.empty() && (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F)) {
        return take_control(byte, inputs);
    }
    partial_ += byte;
    const bool broken = partial_.size() == longest_character || base::utf8::is_continuation(partial_.front());
    if (broken || base::utf8::decode(partial_)) insert(safe_text(std::exchange(partial_, "")));
}

void LineEditor::take_control(char byte, std::vector<Input>& inputs) {
    switch (byte) {
        case '\r':
        case '\n':
            // A text of several lines that is pasted is one JSON.
            if (pasting_) return insert(" ");
            inputs.push_back({Input::Kind::line, submit()});
            return;
        case '\t':
            return pasting_ ? insert(" ") : complete();
        case '\x1b':
            escape_ = true;
            return;
        case 0x7F:
        case control('H'):
            return erase(cursor_ - std::min<std::size_t>(cursor_, 1), cursor_);
        case control('A'):
            cursor_ = 0;
            return;
        case control('E'):
            cursor_ = line_.size();
            return;
        case control('B'):
            return run_escape("[D");
        case control('F'):
            return run_escape("[C");
        case control('P'):
            return run_escape("[A");
        case control('N'):
            return run_escape("[B");
        case control('K'):
            return erase(cursor_, line_.size());
        case control('U'):
            return erase(0, cursor_);
        case control('W'):
            return erase_word();
        case control('C'):
            inputs.push_back({Input::Kind::interrupt, text()});
            set("");
            return;
        case control('D'):
            if (line_.empty()) inputs.push_back({Input::Kind::end, ""});
            return erase(cursor_, std::min(cursor_ + 1, line_.size()));
        default:
            return;
    }
}

void LineEditor::take_escape(char byte) {
    partial_ += byte;
    const bool introduced = partial_.size() == 1 && (byte == '[' || byte == 'O');
    const bool parameter = partial_.size() > 1 && (byte == ';' || (byte >= '0' && byte <= '9'));
    if (introduced || parameter) return;
    escape_ = false;
    run_escape(std::exchange(partial_, ""));
}

void LineEditor::run_escape(std::string_view sequence) {
    if (sequence == "[200~") pasting_ = true;
    if (sequence == "[201~") pasting_ = false;
    if (sequence == "[3~") erase(cursor_, std::min(cursor_ + 1, line_.size()));
    if (sequence.size() != 2) return;
    switch (sequence[1]) {
        case 'A':
            return recall(recalled_ - std::min<std::size_t>(recalled_, 1));
        case 'B':
            return recall(std::min(recalled_ + 1, history_.size()));
        case 'C':
            cursor_ = std::min(cursor_ + 1, line_.size());
            return;
        case 'D':
            cursor_ -= std::min<std::size_t>(cursor_, 1);
            return;
        case 'H':
            cursor_ = 0;
            return;
        case 'F':
            cursor_ = line_.size();
            return;
        default:
            return;
    }
}

void LineEditor::insert(std::string character) {
    line_.insert(line_.begin() + static_cast<std::ptrdiff_t>(cursor_), std::move(character));
    ++cursor_;
}

void LineEditor::erase(std::size_t from, std::size_t to) {
    line_.erase(line_.begin() + static_cast<std::ptrdiff_t>(from), line_.begin() + static_cast<std::ptrdiff_t>(to));
    cursor_ = from;
}

void LineEditor::erase_word() {
    auto from = cursor_;
    while (from > 0 && line_[from - 1] == " ") --from;
    while (from > 0 && line_[from - 1] != " ") --from;
    erase(from, cursor_);
}

// The word at the cursor, as far as the names that begin with it agree.
void LineEditor::complete() {
    auto from = cursor_;
    while (from > 0 && line_[from - 1] != " ") --from;
    std::string start;
    for (auto i = from; i < cursor_; ++i) start += line_[i];
    std::vector<std::string> fitting;
    for (const auto& name : names_) {
        if (name.starts_with(start)) fitting.push_back(name);
    }
    if (fitting.empty()) return;
    for (const char c : common_start(fitting).substr(start.size())) insert(std::string(1, c));
    if (fitting.size() == 1 && cursor_ == line_.size()) insert(" ");
}

void LineEditor::recall(std::size_t entry) {
    if (entry == recalled_) return;
    if (recalled_ == history_.size()) unfinished_ = text();
    recalled_ = entry;
    set(entry == history_.size() ? unfinished_ : history_[entry]);
}

void LineEditor::set(std::string_view text) {
    line_.clear();
    for (std::size_t at = 0; at < text.size();) {
        const auto size = std::max<std::size_t>(base::utf8::decode(text.substr(at)).bytes, 1);
        line_.emplace_back(text.substr(at, size));
        at += size;
    }
    cursor_ = line_.size();
}

std::string LineEditor::submit() {
    auto line = text();
    if (!line.empty() && (history_.empty() || history_.back() != line)) history_.push_back(line);
    recalled_ = history_.size();
    set("");
    return line;
}

std::string LineEditor::text() const {
    std::string text;
    for (const auto& character : line_) text += character;
    return text;
}

std::string LineEditor::drawn(std::string_view prompt, std::size_t width) const {
    const auto used = display_width(prompt) + 1;
    const auto room = width > used + 8 ? width - used : 8;
    std::size_t from = 0;
    while (from < cursor_ && width_of(line_, from, cursor_) > room) ++from;
    auto to = cursor_;
    while (to < line_.size() && width_of(line_, from, to + 1) <= room) ++to;
    std::string drawn(prompt);
    for (auto i = from; i < to; ++i) drawn += line_[i];
    if (const auto behind = width_of(line_, cursor_, to); behind > 0) drawn += "\x1b[" + std::to_string(behind) + "D";
    return drawn;
}

}  // namespace alysio::sandbox::cli
