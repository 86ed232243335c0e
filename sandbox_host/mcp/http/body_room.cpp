#include "sandbox_host/mcp/http/body_room.hpp"

namespace alysio::sandbox::mcp {

std::shared_ptr<void> BodyRoom::take(std::size_t bytes) {
    auto left = left_.load();
    do {
        if (left < bytes) return nullptr;
    } while (!left_.compare_exchange_weak(left, left - bytes));
    return {this, [self = shared_from_this(), bytes](void*) { self->left_ += bytes; }};
}

}  // namespace alysio::sandbox::mcp
