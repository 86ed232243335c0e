#pragma once

#include "sandbox_host/runtime/service.hpp"
#include "sandbox_host/services/transport.hpp"

namespace alysio::sandbox::services {

// "alysio.http/1", in the name of the Account that a call carries. Outlives the runtime it is given to.
class HttpService {
  public:
    explicit HttpService(TransportOptions options = {}) : transport_(std::move(options)) {}

    runtime::Service service() noexcept;
    Transport& transport() noexcept { return transport_; }

  private:
    Transport transport_;
};

}  // namespace alysio::sandbox::services
