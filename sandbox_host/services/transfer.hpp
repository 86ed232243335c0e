#pragma once

#include "sandbox_host/connection/connection.hpp"
#include "sandbox_host/services/decoder.hpp"

#include <alysio/abi.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::services {

/// A request, owned.
struct HttpRequest {
    alysio_http_method method = ALYSIO_HTTP_GET;
    alysio_http_effect effect = ALYSIO_HTTP_READS;  ///< never BY_METHOD
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::chrono::nanoseconds timeout{0};  ///< 0: none of its own
    alysio_call call = 0;
};

/// A response whose body is about to be read on the lane. The session comes along: from here on only its filter() is
/// used.
struct Response {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  ///< what the plugin may see, names in lower case
    std::unique_ptr<connection::RequestSession> session;
    Decoder decoder;
};

struct TransferEnd {
    alysio_http_sent sent = ALYSIO_HTTP_NOT_SENT;
    connection::RequestError failure;  ///< status ALYSIO_OK: there is none
};

/// One request between the lane that asked for it and the I/O thread that carries it out. What lies here is bounded:
/// a head, an end, and at most raw_limit bytes (and the chunk that crossed it) of the body as it came from the network.
class Transfer {
  public:
    static constexpr std::size_t raw_limit = 256 * 1024;

    /// The lane's ear. Called on the I/O thread whenever something was put here.
    class Listener {
      public:
        virtual ~Listener() = default;
        virtual void news() noexcept = 0;
    };

    Transfer(HttpRequest request, std::shared_ptr<connection::Connection> connection, std::weak_ptr<Listener> listener)
        : request(std::move(request)), connection(std::move(connection)), listener_(std::move(listener)) {}

    const HttpRequest request;
    const std::shared_ptr<connection::Connection> connection;

    // -- How far it is: the one fact that both sides may change at the same moment.
    /// [lane] Nobody wants it any more. Says whether the server may have acted; if it has not, from now on it will not.
    alysio_http_sent drop() noexcept;
    bool dropped() const noexcept { return stage_.load() == Stage::dropped; }
    /// [I/O] The first byte is about to be written. False: write nothing, it was dropped, or it was written before and
    /// is none to send twice.
    bool commit() noexcept;
    /// [I/O] A whole head came back.
    bool answered() noexcept { return advance(Stage::committed, Stage::answered); }
    /// [I/O] The answer was a refusal that a fresh credential may cure: as if nothing had been sent.
    bool rewind() noexcept { return replayed_ = advance(Stage::answered, Stage::waiting); }
    bool replayed() const noexcept { return replayed_.load(); }

    // -- From the I/O thread to the lane.
    void put(Response response);
    /// False: there is no room, nothing was taken. resume() of the transport follows once there is.
    bool put(std::string_view raw);
    void put(TransferEnd end);

    // -- [lane]
    std::optional<Response> take_response();
    /// Swaps what has come into `raw`, which is empty. True: the I/O thread waits for a resume.
    bool take_raw(std::string& raw);
    /// Once the body has been taken.
    std::optional<TransferEnd> take_end();

  private:
    enum class Stage { waiting, committed, answered, dropped };
    bool advance(Stage from, Stage to) noexcept { return stage_.compare_exchange_strong(from, to); }
    void tell() const noexcept;

    std::weak_ptr<Listener> listener_;
    std::atomic<Stage> stage_{Stage::waiting};
    std::atomic<bool> replayed_{false};

    std::mutex mutex_;
    std::optional<Response> response_;
    std::string raw_;
    bool full_ = false;
    std::optional<TransferEnd> end_;
};

}  // namespace alysio::sandbox::services
