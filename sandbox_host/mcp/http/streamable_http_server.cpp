#include "sandbox_host/mcp/http/streamable_http_server.hpp"

#include "sandbox_host/loopback/listener.hpp"
#include "sandbox_host/mcp/http/body_room.hpp"
#include "sandbox_host/mcp/http/endpoint.hpp"
#include "sandbox_host/mcp/http/request_guard.hpp"
#include "sandbox_host/mcp/http/visitors.hpp"

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

constexpr std::chrono::seconds keep_alive_interval{15};
constexpr std::size_t most_read_ahead = std::size_t{64} << 10;
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

IncomingRequest head_of(const http::request<http::string_body>& message) {
    IncomingRequest request;
    request.method = std::string(message.method_string());
    request.path = std::string(message.target().substr(0, message.target().find('?')));
    for (const auto& field : message) {
        request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    return request;
}

HttpReply too_much_at_once() {
    return {503, {{"Retry-After", "1"}}, ""};
}

// What all connections share.
struct House {
    explicit House(const HttpLimits& given)
        : limits(given),
          visitors(given.most_strangers, given.most_guests),
          bodies(std::make_shared<BodyRoom>(given.long_bodies)) {}

    const HttpLimits limits;
    Visitors visitors;
    const std::shared_ptr<BodyRoom> bodies;
    std::shared_ptr<Endpoint> endpoint;
};

// One TCP connection, and the response of the request that it is at. Requests come one after the other. Of each the head
// is read first, and the body only of one that is let in.
class HttpConnection final : public ResponseWriter,
                             public Visitor,
                             public std::enable_shared_from_this<HttpConnection> {
  public:
    HttpConnection(tcp::socket socket, std::shared_ptr<House> house)
        : stream_(std::move(socket)), keep_alive_timer_(stream_.get_executor()), house_(std::move(house)) {
        house_->visitors.enter(*this);
    }
    ~HttpConnection() override { house_->visitors.leave(*this); }
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;

    void make_room() override { close(); }

    void read() {
        headers.clear();
        state_ = State::reading;
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(limits().head_bytes));
        parser_->body_limit(largest_message);
        stream_.expires_after(is_guest_ ? limits().for_next_request : limits().for_head);
        http::async_read_header(
            stream_, buffer_, *parser_,
            [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_head(error); });
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

    void on_head(beast::error_code error) {
        if (error) return on_broken(error);
        request_ = head_of(parser_->get());
        keep_alive_ = parser_->keep_alive();
        if (auto reply = house_->endpoint->turned_away(request_)) return refuse(*std::move(reply));
        is_guest_ = house_->visitors.let_in(*this);
        if (!is_guest_) return refuse(too_much_at_once());
        if (parser_->is_done()) return on_request();
        const std::size_t length = parser_->content_length().value_or(largest_message);
        if (length > limits().small_body) {
            request_.room = house_->bodies->take(length);
            if (request_.room == nullptr) return refuse(too_much_at_once());
        }
        stream_.expires_after(limits().for_body);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code failed, std::size_t) {
                             if (failed) return self->on_broken(failed);
                             self->on_request();
                         });
    }

    void on_request() {
        request_.body = std::move(parser_->get().body());
        room_ = request_.room;
        state_ = State::waiting;
        stream_.expires_never();
        house_->endpoint->handle(std::exchange(request_, {}), shared_from_this());
        if (state_ == State::waiting || state_ == State::streaming) watch();
    }

    void on_broken(beast::error_code error) {
        if (error == http::error::body_limit) return refuse({413, {}, ""});
        if (error == http::error::header_limit) return refuse({431, {}, ""});
        close();
    }

    // What the client goes on to send is not kept.
    void refuse(HttpReply reply) {
        request_ = {};
        sends_on_ = !parser_->is_done();
        if (sends_on_) keep_alive_ = false;
        this->reply(std::move(reply));
    }

    // A connection that is closed while something is still to be read ends with RST, and the client may lose the refusal.
    void say_farewell() {
        beast::error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        stream_.expires_after(limits().for_farewell);
        read_away();
    }

    void read_away() {
        buffer_.clear();
        stream_.async_read_some(buffer_.prepare(most_read_ahead),
                                [self = shared_from_this()](beast::error_code error, std::size_t) {
                                    if (error) return self->close();
                                    self->read_away();
                                });
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
        stream_.expires_after(limits().for_answer);
        asio::async_write(stream_, asio::buffer(outgoing_.front()),
                          [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_write(error); });
    }

    void on_write(beast::error_code error) {
        if (error) return close();
        unsent_ -= outgoing_.front().size();
        outgoing_.pop_front();
        if (!outgoing_.empty()) return write();
        if (state_ != State::answered) return;
        room_.reset();
        if (!keep_alive_) return sends_on_ ? say_farewell() : close();
        stream_.socket().cancel();  // the watch
        read();
    }

    void close() {
        if (state_ == State::closed) return;
        state_ = State::closed;
        keep_alive_timer_.cancel();
        stream_.close();
        room_.reset();
        house_->visitors.leave(*this);
        house_->endpoint->dropped(shared_from_this());
    }

    const HttpLimits& limits() const noexcept { return house_->limits; }

    beast::tcp_stream stream_;
    asio::steady_timer keep_alive_timer_;
    const std::shared_ptr<House> house_;
    beast::flat_buffer buffer_{most_read_ahead};
    std::optional<http::request_parser<http::string_body>> parser_;
    IncomingRequest request_;     // while it is read
    std::shared_ptr<void> room_;  // of its body, until the answer is out
    std::deque<std::string> outgoing_;
    std::size_t unsent_ = 0;
    State state_ = State::reading;
    bool keep_alive_ = false;
    bool sends_on_ = false;  // a body that was refused
    bool is_guest_ = false;
};

}  // namespace

struct StreamableHttpServer::State {
    // What the MCP server says may come until the endpoint is shut down.
    std::shared_ptr<asio::io_context> io = std::make_shared<asio::io_context>(1);
    std::unique_ptr<loopback::Listener> listener;
    std::shared_ptr<House> house;
    std::thread thread;
};

StreamableHttpServer::StreamableHttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

StreamableHttpServer::~StreamableHttpServer() {
    state_->io->stop();
    if (state_->thread.joinable()) state_->thread.join();
    state_->house->endpoint->shut_down();
}

base::Result<std::unique_ptr<StreamableHttpServer>> StreamableHttpServer::start(Server& server, std::uint16_t port,
                                                                                std::string token,
                                                                                const HttpLimits& limits) {
    auto state = std::make_unique<State>();
    auto listener = loopback::Listener::open(*state->io, port);
    if (!listener) return listener.error();
    state->listener = *std::move(listener);
    state->house = std::make_shared<House>(limits);
    state->house->endpoint = std::make_shared<Endpoint>(
        server, std::move(token), [io = state->io](auto task) { asio::post(*io, std::move(task)); });
    state->listener->accept([house = state->house](tcp::socket socket) {
        std::make_shared<HttpConnection>(std::move(socket), house)->read();
    });
    state->thread = std::thread([raw = state.get()] { raw->io->run(); });
    return std::unique_ptr<StreamableHttpServer>(new StreamableHttpServer(std::move(state)));
}

std::string StreamableHttpServer::url() const {
    return "http://127.0.0.1:" + std::to_string(state_->listener->port()) + std::string(endpoint_path);
}

}  // namespace alysio::sandbox::mcp
