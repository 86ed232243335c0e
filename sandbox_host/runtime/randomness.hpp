#pragma once

#include <cstddef>
#include <span>

namespace alysio::sandbox::runtime {

/// Where random bytes come from. Any thread; does not block.
class Randomness {
  public:
    virtual ~Randomness() = default;
    virtual void fill(std::span<std::byte> bytes) noexcept = 0;
};

/// This machine's: nobody can guess them.
class SystemRandomness final : public Randomness {
  public:
    void fill(std::span<std::byte> bytes) noexcept override;
};

}  // namespace alysio::sandbox::runtime
