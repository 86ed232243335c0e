#include "sandbox_host/assembly/call_request.hpp"

#include <utility>

namespace alysio::sandbox::assembly {

runtime::CallRequest call_as(std::shared_ptr<const connection::ActingUser> user,
                             std::function<void(connection::KeptFile)> on_file) {
    if (on_file) {
        auto listening = std::make_shared<connection::ActingUser>(*user);
        listening->on_file = std::move(on_file);
        user = std::move(listening);
    }
    runtime::CallRequest call;
    call.acting_for = std::move(user);
    return call;
}

}  // namespace alysio::sandbox::assembly
