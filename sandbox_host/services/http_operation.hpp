#pragma once

#include "sandbox_host/runtime/operation.hpp"
#include "sandbox_host/services/exchange_log.hpp"
#include "sandbox_host/services/transfer.hpp"
#include "sandbox_host/services/transport.hpp"

#include <alysio/abi.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace alysio::sandbox::services {

/// A request as the plugin knows it: turns what the transport brings into events, as far as there is credit. [lane],
/// but for news().
class HttpOperation final : public runtime::Operation, public Transfer::Listener {
  public:
    static constexpr std::uint64_t default_window = 1024 * 1024;
    static constexpr std::size_t largest_chunk = 256 * 1024;

    HttpOperation(Transport& transport, const alysio_http_events& events, void* event_ctx, std::uint64_t window)
        : transport_(transport), events_(events), event_ctx_(event_ctx), window_(window) {}

    /// Before it starts, where somebody watches.
    void watch(std::shared_ptr<ExchangeLog> log, std::shared_ptr<const runtime::Clock> clock,
               const HttpRequest& request, std::string_view connection) {
        notes_.emplace(std::move(log), std::move(clock), request, connection);
    }
    /// Once the ledger has taken it in, one of the two:
    void start(HttpRequest request, std::shared_ptr<connection::Connection> connection);
    void refuse(connection::RequestError failure);

    /// False: more than was delivered.
    bool consume(std::uint64_t bytes);
    /// Whether the server may have acted. Nothing more is done for the request.
    alysio_http_sent drop();

    void abandon() noexcept override { drop(); }
    void expire() noexcept override;
    void news() noexcept override;

  private:
    void pump();
    // Each of these delivers at most one event; false: nothing more can be delivered now.
    bool deliver_head();
    bool deliver_body();
    void deliver_end();
    bool refill(std::size_t limit);
    alysio_http_sent stop();
    void note(const TransferEnd& end);
    void conclude(const TransferEnd& end);

    Transport& transport_;
    const alysio_http_events& events_;
    void* const event_ctx_;
    const std::uint64_t window_;
    std::uint64_t unconsumed_ = 0;

    std::shared_ptr<Transfer> transfer_;
    std::optional<Response> response_;
    std::string raw_;         // memory that takes turns with the decoder's and the transfer's
    std::string_view ready_;  // for the plugin; lies with the decoder or with the filter
    bool damaged_ = false;
    std::optional<TransferEnd> end_;  // has come; a last piece of the body may still wait for credit
    std::optional<ExchangeNotes> notes_;
    std::atomic<bool> pumping_{false};  // a pump() is on its way to the lane
};

}  // namespace alysio::sandbox::services
