#pragma once

#include "sandbox_host/runtime/clock.hpp"
#include "sandbox_host/services/transfer.hpp"

#include <alysio/abi.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::services {

/// One HTTP exchange as its plugin saw it: what it asked for, and what it was told. It is written down on the plugin's
/// side of the host, where neither the address nor the headers of the wire exist, so it cannot hold a credential of ours.
struct ExchangeRecord {
    alysio_call call = 0;
    std::string connection;  ///< "acme/admin"; empty: nobody is connected
    alysio_http_method method = ALYSIO_HTTP_GET;
    std::string path;                                        ///< relative to the connection's root
    std::vector<std::pair<std::string, std::string>> query;  ///< not encoded
    std::string request_body;                                ///< its start
    std::uint64_t request_bytes = 0;                         ///< of the whole body
    int http_status = 0;                                     ///< 0: no head came
    std::string response_body;                               ///< the start of what was delivered
    std::uint64_t response_bytes = 0;                        ///< all that was delivered
    bool replayed = false;                                   ///< sent once more by the host, with a fresh credential
    alysio_http_sent sent = ALYSIO_HTTP_NOT_SENT;            ///< whether the server may have acted
    alysio_status status = ALYSIO_OK;                        ///< ALYSIO_E_CANCELLED: nobody wanted it any more
    std::string message;                                     ///< of a failure
    std::chrono::nanoseconds spent{};                        ///< from the plugin's asking to the last it was told

    static constexpr std::size_t body_limit = 4096;
};

/// Who watches the exchanges of calls.
class ExchangeLog {
  public:
    virtual ~ExchangeLog() = default;
    /// [lane] When an exchange has ended. Must not block.
    virtual void write(const ExchangeRecord& record) noexcept = 0;
};

/// The notes on one exchange while it goes on. [lane]
class ExchangeNotes {
  public:
    ExchangeNotes(std::shared_ptr<ExchangeLog> log, std::shared_ptr<const runtime::Clock> clock,
                  const HttpRequest& request, std::string_view connection);
    ExchangeNotes(const ExchangeNotes&) = delete;
    ExchangeNotes& operator=(const ExchangeNotes&) = delete;

    void head(int http_status) { record_.http_status = http_status; }
    void body(std::string_view chunk);
    void end(const TransferEnd& end, bool replayed);

  private:
    const std::shared_ptr<ExchangeLog> log_;
    const std::shared_ptr<const runtime::Clock> clock_;
    const runtime::Clock::Time started_ = clock_->now();
    ExchangeRecord record_;
};

}  // namespace alysio::sandbox::services
