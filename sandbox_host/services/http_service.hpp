#pragma once

#include "sandbox_host/runtime/service.hpp"
#include "sandbox_host/services/exchange_log.hpp"
#include "sandbox_host/services/transport.hpp"

#include <memory>
#include <utility>

namespace alysio::sandbox::services {

/// "alysio.http/1", in the name of the user a call acts for. Outlives the runtime it is given to.
class HttpService {
  public:
    /// `watcher` is told of every exchange; it may be null.
    explicit HttpService(std::shared_ptr<Transport> transport, std::shared_ptr<ExchangeLog> watcher = nullptr)
        : transport_(std::move(transport)), watcher_(std::move(watcher)) {}

    runtime::Service service() noexcept;
    Transport& transport() noexcept { return *transport_; }
    const std::shared_ptr<ExchangeLog>& watcher() const noexcept { return watcher_; }

  private:
    const std::shared_ptr<Transport> transport_;
    const std::shared_ptr<ExchangeLog> watcher_;
};

}  // namespace alysio::sandbox::services
