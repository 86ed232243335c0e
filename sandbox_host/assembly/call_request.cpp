#include "sandbox_host/assembly/call_request.hpp"

#include "sandbox_host/services/account.hpp"

#include <utility>

namespace alysio::sandbox::assembly {

runtime::CallRequest call_as(const std::shared_ptr<tenants::UserConnection>& user,
                             std::function<void(services::KeptFile)> on_file) {
    auto account = std::make_shared<services::Account>();
    account->connection = user;
    account->tenant = user->tenant();
    account->user = user->user();
    account->on_file = std::move(on_file);

    const auto& identity = user->identity();
    runtime::CallRequest call;
    call.principal = identity.principal;
    call.web_url = identity.web_url;
    call.locale = identity.locale;
    call.time_zone = identity.time_zone;
    call.grants = identity.grants;
    call.settings = identity.settings;
    call.connection = identity.connection;
    call.context = std::move(account);
    return call;
}

}  // namespace alysio::sandbox::assembly
