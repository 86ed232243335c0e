#pragma once

#include <string>
#include <string_view>

namespace alysio::sandbox::tenants {

/// Takes `{"output": X}` off a body that comes in pieces, leaving the bytes of X as they are; any other body passes
/// unchanged. A proxy wraps its answers like this when it does not know, or drops, the header that asks for raw ones.
class Envelope {
  public:
    /// What is known by this piece of the content, mostly a part of the piece; it stays until the next one.
    std::string_view unwrap(std::string_view piece);

  private:
    enum class State { opening, passing, content, done };

    std::string_view content(std::string_view piece);

    State state_ = State::opening;
    std::string opening_;  // the bytes read until it was clear whether this is an envelope
    std::size_t depth_ = 0;
    bool in_text_ = false;
    bool escaped_ = false;
};

}  // namespace alysio::sandbox::tenants
