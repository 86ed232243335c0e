#pragma once

#include <string>
#include <string_view>

namespace alysio::sandbox::tenants {

// Takes `{"output": X}` off a body that comes in pieces, leaving the bytes of X as they are; any other body passes
// unchanged. A proxy wraps its answers like this when it does not know, or drops, the header that asks for raw ones.
class Envelope {
  public:
    // Appends what is known so far of the content to `out`.
    void unwrap(std::string_view piece, std::string& out);

  private:
    enum class State { Opening, Passing, Content, Done };

    void content(std::string_view piece, std::string& out);

    State state_ = State::Opening;
    std::string opening_;  // the bytes read while it is not clear yet whether this is an envelope
    std::size_t depth_ = 0;
    bool in_text_ = false;
    bool escaped_ = false;
};

}  // namespace alysio::sandbox::tenants
