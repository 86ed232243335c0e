#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::cli {

/// What came from whoever types.
struct Input {
    enum class Kind { line, interrupt, end };
    Kind kind = Kind::line;
    std::string text;  ///< the line; or what an interrupt wiped away

    bool operator==(const Input&) const = default;
};

/// The line that is being typed at a terminal, with the lines before it, the usual keys, and names that Tab completes.
/// It knows bytes and text, and no terminal: so what is typed can be drawn again after something else was printed.
class LineEditor {
  public:
    std::vector<Input> feed(std::string_view bytes);

    /// Prompt and line as they stand, drawn from the first column of the terminal's line, in less than `width` columns
    /// and with the cursor in its place. A long line shows the part around the cursor.
    std::string drawn(std::string_view prompt, std::size_t width) const;

    void complete_from(std::vector<std::string> names) { names_ = std::move(names); }
    std::string text() const;

  private:
    using Characters = std::vector<std::string>;  // each in UTF-8

    void take(char byte, std::vector<Input>& inputs);
    void take_control(char byte, std::vector<Input>& inputs);
    void take_escape(char byte);
    void run_escape(std::string_view sequence);
    void insert(std::string character);
    void erase(std::size_t from, std::size_t to);
    void erase_word();
    void complete();
    void recall(std::size_t entry);
    void set(std::string_view text);
    std::string submit();

    Characters line_;
    std::size_t cursor_ = 0;
    std::string partial_;  // of a character or an escape sequence
    bool escape_ = false;
    bool pasting_ = false;
    std::vector<std::string> history_;
    std::size_t recalled_ = 0;  // history_.size(): the new line
    std::string unfinished_;    // that line while older ones are looked at
    std::vector<std::string> names_;
};

}  // namespace alysio::sandbox::cli
