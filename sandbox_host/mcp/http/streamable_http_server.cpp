#include "sandbox_host/mcp/http/streamable_http_server.hpp"

#include "sandbox_host/mcp/http/endpoint.hpp"
#include "sandbox_host/mcp/http/request_guard.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <deque>
#include <optional>
#include <thread>

namespace alysio::sandbox::mcp {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr std::chrono::seconds idle_limit{120};
constexpr std::chrono::seconds keep_alive_interval{15};
constexpr std::size_t most_unsent = std::size_t{4} << 20;

std::string head(int status, const std::vector<std::pair<std::string, std::string>>& headers) {
    std::string text = "HTTP/1.1 " + std::to_string(status) + " ";
    text += http::obsolete_reason(static_cast<http::status>(status));
    for (const auto& [name, value] : headers) text += "\r\n" + name + ": " + value;
    return text + "\r\n";
}

std::string chunk(std::string_view data) {
    std::array<char, 20> size{};
    const int count = std::snprintf(size.data(), size.size(), "%zx\r\n", data.size());
    std::string text(size.data(), static_cast<std::size_t>(count));
    return text.append(data).append("\r\n");
}

// One TCP connection, and the response of the request that it is at. Requests come one after the other.
class HttpConnection final : public ResponseWriter, public std::enable_shared_from_this<HttpConnection> {
  public:
    HttpConnection(tcp::socket socket, std::shared_ptr<Endpoint> endpoint)
        : stream_(std::move(socket)), keep_alive_timer_(stream_.get_executor()), endpoint_(std::move(endpoint)) {}

    void read() {
        headers.clear();
        state_ = State::reading;
        parser_.emplace();
        parser_->body_limit(largest_message);
        stream_.expires_after(idle_limit);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_read(error); });
    }

    void reply(HttpReply reply) override {
        auto all = std::exchange(headers, {});
        all.insert(all.end(), reply.headers.begin(), reply.headers.end());
        if (reply.status != 204) all.emplace_back("Content-Length", std::to_string(reply.body.size()));
        if (!keep_alive_) all.emplace_back("Connection", "close");
        state_ = State::answered;
        send(head(reply.status, all) + "\r\n" + reply.body);
    }

    void begin_stream() override {
        auto all = std::exchange(headers, {});
        all.emplace_back("Content-Type", "text/event-stream");
        all.emplace_back("Cache-Control", "no-cache");
        all.emplace_back("X-Accel-Buffering", "no");
        all.emplace_back("Transfer-Encoding", "chunked");
        state_ = State::streaming;
        send(head(200, all) + "\r\n");
        keep_alive();
    }

    void event(const std::string& line, bool may_be_lost) override {
        if (state_ == State::waiting) begin_stream();
        if (state_ != State::streaming || (may_be_lost && unsent_ > most_unsent)) return;
        send(chunk("event: message\ndata: " + line + "\n\n"));
    }

    void last(const std::string& line, int status) override {
        if (state_ == State::waiting) return reply(json_reply(status, line));
        event(line, false);
        end();
    }

    void end() override {
        if (state_ == State::waiting) return reply({404, {}, ""});
        if (state_ != State::streaming) return;
        keep_alive_timer_.cancel();
        state_ = State::answered;
        send("0\r\n\r\n");
    }

  private:
    enum class State { reading, waiting, streaming, answered, closed };

    void on_read(beast::error_code error) {
        if (error == http::error::body_limit || error == http::error::header_limit) {
            keep_alive_ = false;
            return reply({413, {}, ""});
        }
        if (error) return close();
        auto message = parser_->release();
        keep_alive_ = message.keep_alive();
        IncomingRequest request;
        request.method = std::string(message.method_string());
        request.path = std::string(message.target().substr(0, message.target().find('?')));
        for (const auto& field : message) {
            request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
        }
        request.body = std::move(message.body());
        state_ = State::waiting;
        stream_.expires_never();
        endpoint_->handle(request, shared_from_this());
        if (state_ == State::waiting || state_ == State::streaming) watch();
    }

    // A client that hangs up while it waits is noticed; one that has sent its next request already is not looked at.
    void watch() {
        stream_.socket().async_wait(tcp::socket::wait_read, [self = shared_from_this()](beast::error_code error) {
            if (error || self->state_ == State::reading || self->state_ == State::closed) return;
            char byte = 0;
            beast::error_code peeked;
            self->stream_.socket().non_blocking(true, peeked);
            self->stream_.socket().receive(asio::buffer(&byte, 1), tcp::socket::message_peek, peeked);
            if (peeked && peeked != asio::error::would_block) self->close();
        });
    }

    void keep_alive() {
        keep_alive_timer_.expires_after(keep_alive_interval);
        keep_alive_timer_.async_wait([self = shared_from_this()](beast::error_code error) {
            if (error || self->state_ != State::streaming) return;
            self->send(chunk(": still here\n\n"));
            self->keep_alive();
        });
    }

    void send(std::string bytes) {
        unsent_ += bytes.size();
        outgoing_.push_back(std::move(bytes));
        if (outgoing_.size() == 1) write();
    }

    void write() {
        asio::async_write(stream_, asio::buffer(outgoing_.front()),
                          [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_write(error); });
    }

    void on_write(beast::error_code error) {
        if (error) return close();
        unsent_ -= outgoing_.front().size();
        outgoing_.pop_front();
        if (!outgoing_.empty()) return write();
        if (state_ != State::answered) return;
        if (!keep_alive_) return close();
        stream_.socket().cancel();  // the watch
        read();
    }

    void close() {
        if (state_ == State::closed) return;
        state_ = State::closed;
        keep_alive_timer_.cancel();
        stream_.close();
        endpoint_->dropped(shared_from_this());
    }

    beast::tcp_stream stream_;
    asio::steady_timer keep_alive_timer_;
    const std::shared_ptr<Endpoint> endpoint_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    std::deque<std::string> outgoing_;
    std::size_t unsent_ = 0;
    State state_ = State::reading;
    bool keep_alive_ = false;
};

}  // namespace

struct StreamableHttpServer::State {
    // What the MCP server says may come until the endpoint is shut down.
    std::shared_ptr<asio::io_context> io = std::make_shared<asio::io_context>(1);
    tcp::acceptor acceptor{*io};
    std::shared_ptr<Endpoint> endpoint;
    std::thread thread;

    void accept() {
        acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (!error) {
                socket.set_option(tcp::no_delay(true), error);
                std::make_shared<HttpConnection>(std::move(socket), endpoint)->read();
            }
            accept();
        });
    }
};

StreamableHttpServer::StreamableHttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

StreamableHttpServer::~StreamableHttpServer() {
    state_->io->stop();
    if (state_->thread.joinable()) state_->thread.join();
    state_->endpoint->shut_down();
}

base::Result<std::unique_ptr<StreamableHttpServer>> StreamableHttpServer::start(Server& server, std::uint16_t port,
                                                                                std::string token) {
    auto state = std::make_unique<State>();
    const tcp::endpoint address(asio::ip::address_v4::loopback(), port);
    beast::error_code error;
    state->acceptor.open(address.protocol(), error);
    if (!error) state->acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) state->acceptor.bind(address, error);
    if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return base::Error{"cannot listen on port " + std::to_string(port) + ": " + error.message()};
    state->endpoint = std::make_shared<Endpoint>(server, std::move(token),
                                                 [io = state->io](auto task) { asio::post(*io, std::move(task)); });
    state->accept();
    state->thread = std::thread([raw = state.get()] { raw->io->run(); });
    return std::unique_ptr<StreamableHttpServer>(new StreamableHttpServer(std::move(state)));
}

std::string StreamableHttpServer::url() const {
    return "http://127.0.0.1:" + std::to_string(state_->acceptor.local_endpoint().port()) + std::string(endpoint_path);
}

}  // namespace alysio::sandbox::mcp
