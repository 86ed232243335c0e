#pragma once

#include "sandbox_host/services/transfer.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::services {

/// One try at a request on the wire: what becomes of the answer that a network brings. I/O thread only.
class Attempt {
  public:
    /// `last`: no replay after this one. `on_pause`: what came could not be taken; nothing more comes before resume().
    Attempt(Transfer& transfer, std::unique_ptr<connection::RequestSession> session, bool last,
            std::function<void()> on_pause)
        : transfer_(transfer), session_(std::move(session)), last_(last), on_pause_(std::move(on_pause)) {}
    virtual ~Attempt() = default;
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;

    Transfer& transfer() const noexcept { return transfer_; }
    void resume() {
        if (std::exchange(paused_, false)) go_on();
    }
    /// Takes it off the wire. A connection that is in the middle of something is closed.
    virtual void stop() noexcept = 0;

    /// After the network is done with it: how the transfer ends, after what was put into it. Nothing: it is to be tried
    /// once more, with the session from here.
    std::optional<TransferEnd> finish(TransferEnd end_of_network);
    std::unique_ptr<connection::RequestSession> take_session() noexcept { return std::move(session_); }

    /// Whether the server may have acted, now.
    alysio_http_sent sent() const noexcept;
    int status() const noexcept { return status_; }
    /// What the network says of a failure, for the operator's log.
    virtual const char* detail() const noexcept { return ""; }

  protected:
    enum class Taken {
        all,
        nothing,  ///< there is no room: resume() says when there is
        enough,   ///< the transfer is over, whatever else the server has to say
    };

    /// The first byte is about to be written. False: write none.
    bool begin() noexcept { return transfer_.commit(); }
    /// The request as it goes out now.
    connection::WireRequest wire() { return session_->wire(); }
    /// The answer, in order. A head of 1xx is followed by another. False: as Taken::enough.
    void begin_head(int status);
    bool take_header_line(std::string_view line);  ///< an empty one ends the head
    Taken take_body(std::string_view chunk);
    bool has_head() const noexcept { return head_done_; }

    virtual void go_on() = 0;
    /// Whether a byte of the request has left.
    virtual bool has_written() const noexcept = 0;

  private:
    bool take_head();
    bool decide();
    void hand_over();
    connection::ResponseHead head() const;

    Transfer& transfer_;
    std::unique_ptr<connection::RequestSession> session_;
    const bool last_;
    const std::function<void()> on_pause_;

    int status_ = 0;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::size_t header_bytes_ = 0;
    bool head_done_ = false;
    bool paused_ = false;
    bool handed_over_ = false;
    std::optional<Decoder> gathered_;  // while the session wants to see the body first
    bool replay_ = false;
    std::optional<TransferEnd> end_;  // where it is known before the network reports
};

/// A failure of the network or of the answer.
connection::RequestError failure(alysio_status status, const char* message);

/// What attempts are made on.
class Network {
  public:
    virtual ~Network() = default;
    /// With the session's wire(), asked right now.
    virtual std::unique_ptr<Attempt> start(Transfer& transfer, std::unique_ptr<connection::RequestSession> session,
                                           bool last, std::function<void()> on_pause) = 0;
};

}  // namespace alysio::sandbox::services
