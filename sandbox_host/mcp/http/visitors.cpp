#include "sandbox_host/mcp/http/visitors.hpp"

namespace alysio::sandbox::mcp {

void Visitors::enter(Visitor& visitor) {
    if (strangers_.size() >= most_strangers_) {
        Visitor* const first = strangers_.front();
        strangers_.pop_front();
        first->make_room();
    }
    strangers_.push_back(&visitor);
}

bool Visitors::let_in(Visitor& visitor) {
    if (guests_.count(&visitor) > 0) return true;
    if (guests_.size() >= most_guests_) return false;
    strangers_.remove(&visitor);
    guests_.insert(&visitor);
    return true;
}

void Visitors::leave(Visitor& visitor) noexcept {
    strangers_.remove(&visitor);
    guests_.erase(&visitor);
}

}  // namespace alysio::sandbox::mcp
