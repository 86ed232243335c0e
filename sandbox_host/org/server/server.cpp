#include "sandbox_host/org/server/server.hpp"

#include "sandbox_host/loopback/listener.hpp"
#include "sandbox_host/org/server/script.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <list>
#include <optional>
#include <sstream>
#include <thread>

namespace alysio::sandbox::org {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr std::size_t uri_limit = 16'384;
constexpr std::size_t header_limit = 16'384;
constexpr std::size_t body_limit = 50U * 1024 * 1024;
constexpr std::chrono::seconds idle_limit{120};

std::string error_page(const char* title) {
    return std::string("<html><head><title>") + title + "</title></head><body><h1>" + title + "</h1></body></html>";
}

// One connection: read a request, deliver its answer, again until either side has enough.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
  public:
    HttpConnection(tcp::socket socket, const Handler& handler)
        : stream_(std::move(socket)), timer_(stream_.get_executor()), handler_(handler) {}

    void read() {
        parser_.emplace();
        // More than is allowed is still read, so that the refusal reaches the client instead of a reset.
        parser_->header_limit(4 * header_limit);
        parser_->body_limit(body_limit);
        stream_.expires_after(idle_limit);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_read(error); });
    }

  private:
    void on_read(beast::error_code error) {
        if (error == http::error::header_limit) return refuse(431, "Request Header Fields Too Large");
        if (error == http::error::body_limit) return refuse(413, "Request Entity Too Large");
        const bool from_parser = error.category() == make_error_code(http::error::bad_method).category();
        const bool ended = error == http::error::end_of_stream || error == http::error::partial_message;
        if (error && from_parser && !ended) return refuse(400, "Bad Request");
        if (error) return close();
        auto message = parser_->release();
        keep_alive_ = message.keep_alive();
        head_ = message.method() == http::verb::head;

        Request request;
        request.method = std::string(message.method_string());
        request.target = std::string(message.target());
        std::size_t header_size = request.target.size();
        for (const auto& field : message) {
            request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
            header_size += field.name_string().size() + field.value().size() + 4;
        }
        request.body = std::move(message.body());
        if (request.target.size() > uri_limit) return refuse(414, "URI Too Long");
        if (header_size > header_limit) return refuse(431, "Request Header Fields Too Large");
        deliver(handle(request));
    }

    Reply handle(const Request& request) {
        try {
            return handler_(request);
        } catch (const std::exception& error) {
            spdlog::error("sandbox org: {} {}: {}", request.method, request.path(), error.what());
            return {html_response(500, error_page("Internal Server Error"))};
        }
    }

    void refuse(int status, const char* title) {
        keep_alive_ = false;
        deliver({html_response(status, error_page(title))});
    }

    void deliver(Reply reply) {
        if (reply.transport.delay.count() == 0) return finish(std::move(reply));
        timer_.expires_after(reply.transport.delay);
        timer_.async_wait([self = shared_from_this(), reply = std::move(reply)](beast::error_code error) mutable {
            if (!error) self->finish(std::move(reply));
        });
    }

    void finish(Reply reply) {
        if (reply.transport.silent) return reply.transport.reset ? reset() : close();
        answer_.emplace();
        answer_->version(11);
        answer_->result(static_cast<unsigned>(reply.response.status));
        for (const auto& [name, value] : reply.response.headers) answer_->insert(name, value);
        answer_->keep_alive(keep_alive_);
        const bool bodiless = reply.response.status == 204 || reply.response.status == 304;
        const std::string& body = reply.response.body;
        const auto length = static_cast<std::int64_t>(body.size()) + reply.transport.length_error;
        if (!bodiless && reply.transport.chunked) answer_->chunked(true);
        if (!bodiless && !reply.transport.chunked)
            answer_->content_length(static_cast<std::uint64_t>(std::max<std::int64_t>(0, length)));
        if (!reply.transport.clear()) return play(bodiless || head_ ? std::string_view() : body, reply.transport);
        if (!bodiless && !head_) answer_->body() = std::move(reply.response.body);
        stream_.expires_after(idle_limit);
        http::async_write(stream_, *answer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error || !self->keep_alive_) return self->close();
            self->read();
        });
    }

    void play(std::string_view body, const TransportFault& transport) {
        std::ostringstream head;
        head << answer_->base();
        script_ = script_of(head.str(), body, transport);
        step_ = 0;
        next_step();
    }

    void next_step() {
        if (step_ == script_.steps.size()) return end_script();
        timer_.expires_after(script_.steps[step_].pause);
        timer_.async_wait([self = shared_from_this()](beast::error_code error) {
            if (!error) self->do_step();
        });
    }

    void do_step() {
        const Script::Step& step = script_.steps[step_++];
        stream_.expires_after(idle_limit);
        asio::async_write(stream_, asio::buffer(script_.bytes.data() + step.begin, step.end - step.begin),
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (error) return self->close();
                              self->next_step();
                          });
    }

    void end_script() {
        switch (script_.end) {
            case Script::End::reset:
                return reset();
            case Script::End::wait_for_hangup:
                return wait_for_hangup();
            case Script::End::close:
                return close();
            case Script::End::keep:
                return keep_alive_ ? read() : close();
        }
    }

    // Whatever the client still sends is of no interest.
    void wait_for_hangup() {
        stream_.expires_never();
        buffer_.clear();
        stream_.async_read_some(buffer_.prepare(4096),
                                [self = shared_from_this()](beast::error_code error, std::size_t) {
                                    if (error) return self->close();
                                    self->wait_for_hangup();
                                });
    }

    // Ends the connection with RST. What the client has received before, it can still read.
    void reset() {
        beast::error_code ignored;
        stream_.socket().set_option(asio::socket_base::linger(true, 0), ignored);
        stream_.close();
    }

    void close() {
        beast::error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
        stream_.close();
    }

    beast::tcp_stream stream_;
    asio::steady_timer timer_;
    const Handler& handler_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    std::optional<http::response<http::string_body>> answer_;
    Script script_;
    std::size_t step_ = 0;
    bool keep_alive_ = false;
    bool head_ = false;
};

struct Port {
    std::unique_ptr<loopback::Listener> listener;
    Handler handler;
};

}  // namespace

struct Server::State {
    asio::io_context io{1};
    std::list<Port> ports;
    std::thread thread;
};

Server::Server() : state_(std::make_unique<State>()) {}

Server::~Server() {
    stop();
}

base::Result<std::uint16_t> Server::listen(std::uint16_t port, Handler handler) {
    auto listener = loopback::Listener::open(state_->io, port);
    if (!listener) return listener.error();
    const Port& opened = state_->ports.emplace_back(Port{*std::move(listener), std::move(handler)});
    opened.listener->accept([&handler = opened.handler](tcp::socket socket) {
        std::make_shared<HttpConnection>(std::move(socket), handler)->read();
    });
    return opened.listener->port();
}

void Server::start() {
    state_->thread = std::thread([this] { state_->io.run(); });
}

void Server::stop() {
    if (!state_) return;
    state_->io.stop();
    if (state_->thread.joinable()) state_->thread.join();
    // First the ports, then with the context the connections: nothing calls a handler any more.
    state_.reset();
}

}  // namespace alysio::sandbox::org
