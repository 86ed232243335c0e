#pragma once

#include "sandbox_host/cli/text/terminal.hpp"
#include "sandbox_host/cli/watch/line_editor.hpp"

#include <termios.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::cli {

/// Where the session reads and writes. At a terminal there is a prompt below what is printed, and what is being typed
/// stays whole whatever comes meanwhile; Ctrl-C is a key there. Elsewhere it is plain lines in and out.
class Console {
  public:
    Console(int in, int out);
    /// Leaves the terminal as it was.
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    bool interactive() const noexcept { return before_.has_value(); }
    /// For what is printed: widths may change with the window.
    Style style() const;

    /// Whole lines.
    void print(std::string_view lines);
    /// Before the prompt: what is going on.
    void set_status(std::string status);
    void complete_from(std::vector<std::string> names) { editor_.complete_from(std::move(names)); }

    /// Readable when somebody has typed; -1 after the end.
    int input() const noexcept { return ended_ ? -1 : in_; }
    std::vector<Input> read();

  private:
    std::vector<Input> read_lines(std::string_view bytes);
    void draw_prompt();
    void write(std::string_view text) const;

    const int in_;
    const int out_;
    std::optional<termios> before_;  // how the terminal was
    std::string status_;
    LineEditor editor_;
    std::string partial_;  // a plain line without its end
    bool ended_ = false;
};

}  // namespace alysio::sandbox::cli
