#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

namespace alysio::sandbox::mcp {

/// The bytes that long bodies take, all together. Any thread.
class BodyRoom : public std::enable_shared_from_this<BodyRoom> {
  public:
    explicit BodyRoom(std::size_t bytes) : left_(bytes) {}

    /// So many bytes for as long as what it gives is kept; null: there is not that much left.
    std::shared_ptr<void> take(std::size_t bytes);

  private:
    std::atomic<std::size_t> left_;
};

}  // namespace alysio::sandbox::mcp
