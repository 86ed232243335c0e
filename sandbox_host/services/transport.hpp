#pragma once

#include "sandbox_host/services/transfer.hpp"

#include <memory>

namespace alysio::sandbox::services {

/// Carries requests out: asks a transfer's connection for leave, waits for the admission, sends, and puts what comes
/// back into the transfer. Every function may be called by any thread, and returns at once.
class Transport {
  public:
    Transport() = default;
    virtual ~Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    virtual void submit(std::shared_ptr<Transfer> transfer) = 0;
    /// There is room for its body again.
    virtual void resume(std::shared_ptr<Transfer> transfer) = 0;
    /// It was dropped: stop what is done for it.
    virtual void forget(std::shared_ptr<Transfer> transfer) = 0;
};

}  // namespace alysio::sandbox::services
