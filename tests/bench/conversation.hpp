#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::bench {

/// A program that is spoken to on its standard input and output, line by line.
class Conversation {
  public:
    explicit Conversation(const std::vector<std::string>& arguments);
    /// Ends its input, and waits for its end.
    ~Conversation();
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    void say(std::string_view line) const;
    std::string hear();

    /// Says all of it while hearing `lines` lines, which are counted and not kept.
    void exchange(const std::string& text, std::size_t lines);

    /// The most memory it ever had so far, in MB of 1,000,000 bytes.
    double peak_memory() const;
    void interrupt() const;

  private:
    pid_t process_ = -1;
    int in_ = -1;
    int out_ = -1;
    std::string read_;
};

}  // namespace alysio::bench
