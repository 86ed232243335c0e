#pragma once

#include <string_view>
#include <variant>

#include "sandbox_host/services/connection.hpp"

namespace alysio::sandbox::tenants {

struct ProviderReply {};      // passed through: the provider's own answer
struct CredentialRefused {};  // the proxy does not accept the host's token

// Who wrote an error that came through Paragon, and what it means. The provider's are arrays, the proxy's objects.
std::variant<ProviderReply, CredentialRefused, services::Failure> read_proxy_reply(const services::ResponseHead& head,
                                                                                   std::string_view body);

}  // namespace alysio::sandbox::tenants
