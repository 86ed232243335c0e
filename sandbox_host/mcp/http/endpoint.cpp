#include "sandbox_host/mcp/http/endpoint.hpp"

#include "sandbox_host/mcp/http/gate.hpp"
#include "sandbox_host/mcp/random_name.hpp"
#include "sandbox_host/mcp/server.hpp"
#include "sandbox_host/mcp/session.hpp"

#include <algorithm>
#include <future>
#include <vector>

namespace alysio::sandbox::mcp {
namespace {

HttpReply error_reply(int status, std::string_view id, const Fault& fault) {
    return json_reply(status, error_line(id, fault));
}

}  // namespace

Endpoint::Endpoint(Server& server, std::string token, Post post)
    : server_(server), token_(std::move(token)), post_(std::move(post)) {}

Endpoint::~Endpoint() = default;

void Endpoint::handle(const HttpRequest& request, const std::shared_ptr<Exchange>& exchange) {
    if (auto reply = turned_away(request, token_)) return exchange->reply(*std::move(reply));
    if (request.method == "POST") return post_message(request, exchange);
    // What is left are sessions, which the modern era does not have.
    const auto connection = session_of(request, exchange);
    if (connection == nullptr) return;
    if (request.method == "DELETE") {
        sessions_.erase(std::string(request.header("MCP-Session-Id")));
        close(connection);
        return exchange->reply({204, {}, ""});
    }
    if (connection->news != nullptr) {
        return exchange->reply(error_reply(409, {}, {Code::invalid_request, "this session has a stream already"}));
    }
    connection->news = exchange;
    waiting_[exchange.get()] = connection;
    exchange->begin_stream();
}

void Endpoint::post_message(const HttpRequest& request, const std::shared_ptr<Exchange>& exchange) {
    const auto read = read_message(request.body);
    if (const auto* unreadable = std::get_if<Unreadable>(&read)) {
        return exchange->reply(error_reply(400, unreadable->id, unreadable->fault));
    }
    const auto& message = std::get<Message>(read);
    if (era_of(request, message) == Era::modern) return modern(request, message, exchange);
    legacy(request, message, exchange);
}

void Endpoint::modern(const HttpRequest& http, const Message& message, const std::shared_ptr<Exchange>& exchange) {
    if (message.kind == Message::Kind::notification) return exchange->reply({202, {}, ""});
    if (message.kind == Message::Kind::response) {
        const Fault fault{Code::invalid_request, "in 2026-07-28 answers come with the repeated call"};
        return exchange->reply(error_reply(400, message.id, fault));
    }
    if (const auto fault = header_mismatch(http, message)) return exchange->reply(error_reply(400, message.id, *fault));
    if (const auto fault = unfit_request(message)) return exchange->reply(error_reply(400, message.id, *fault));
    request(open(Era::modern), http, message, exchange);
}

void Endpoint::legacy(const HttpRequest& http, const Message& message, const std::shared_ptr<Exchange>& exchange) {
    ConnectionPtr connection;
    if (message.method == "initialize") {
        make_room();
        const std::string id = random_name();
        connection = sessions_[id] = open(Era::legacy);
        exchange->headers.emplace_back("MCP-Session-Id", id);
    } else {
        connection = session_of(http, exchange);
        if (connection == nullptr) return;
    }
    connection->used = ++clock_;
    if (message.kind == Message::Kind::request) return request(connection, http, message, exchange);
    server_.post([connection, body = http.body] { connection->session->receive(body); });
    exchange->reply({202, {}, ""});
}

void Endpoint::request(const ConnectionPtr& connection, const HttpRequest& http, const Message& message,
                       const std::shared_ptr<Exchange>& exchange) {
    if (connection->open.count(message.id) > 0) {
        const Fault fault{Code::invalid_request, "a request with this id is still open"};
        return exchange->reply(error_reply(400, message.id, fault));
    }
    connection->open[message.id] = exchange;
    waiting_[exchange.get()] = connection;
    server_.post([connection, body = http.body] { connection->session->receive(body); });
}

Endpoint::ConnectionPtr Endpoint::session_of(const HttpRequest& request, const std::shared_ptr<Exchange>& exchange) {
    const auto revision = request.header("MCP-Protocol-Version");
    const auto& served = served_revisions();
    if (!revision.empty() && std::find(served.begin(), served.end(), revision) == served.end()) {
        exchange->reply(error_reply(400, {}, {Code::invalid_request, "MCP-Protocol-Version is none that is served"}));
        return nullptr;
    }
    const auto id = request.header("MCP-Session-Id");
    if (id.empty() && request.method != "POST") {
        exchange->reply({405, {{"Allow", "POST"}}, ""});
        return nullptr;
    }
    const auto session = sessions_.find(id);
    if (session != sessions_.end()) return session->second;
    const Fault fault{Code::invalid_request, id.empty()
                                                 ? "begin with initialize, and send the MCP-Session-Id that it gives"
                                                 : "this session has ended: begin again with initialize"};
    exchange->reply(error_reply(id.empty() ? 400 : 404, {}, fault));
    return nullptr;
}

Endpoint::ConnectionPtr Endpoint::open(Era era) {
    // Its session ends where it lives, on the server's loop, whoever lets go of the connection last.
    ConnectionPtr connection(new Connection, [poster = server_.poster()](Connection* ending) {
        const std::unique_ptr<Connection> owned(ending);
        poster->post([session = std::move(owned->session)] {});
    });
    connection->era = era;
    server_.post([self = shared_from_this(), connection] {
        const std::weak_ptr<Connection> weak = connection;
        const std::weak_ptr<Endpoint> endpoint = self;
        connection->session = self->server_.open([endpoint, weak, post = self->post_](Line line) {
            post([endpoint, weak, line = std::move(line)] {
                const auto here = endpoint.lock();
                const auto known = weak.lock();
                if (here && known) here->say(known, line);
            });
        });
    });
    return connection;
}

void Endpoint::close(const ConnectionPtr& connection) {
    server_.post([connection] { connection->session->close(); });
    for (const auto& [id, exchange] : std::exchange(connection->open, {})) {
        waiting_.erase(exchange.get());
        exchange->end();
    }
    if (const auto news = std::exchange(connection->news, nullptr)) {
        waiting_.erase(news.get());
        news->end();
    }
}

void Endpoint::shut_down() {
    std::vector<ConnectionPtr> all;
    for (const auto& [id, connection] : sessions_) all.push_back(connection);
    for (const auto& [exchange, connection] : waiting_) all.push_back(connection);
    sessions_.clear();
    waiting_.clear();
    std::promise<void> closed;
    server_.post([&] {
        for (const auto& connection : all) connection->session->close();
        closed.set_value();
    });
    closed.get_future().wait();
    for (const auto& connection : all) {
        connection->open.clear();
        connection->news.reset();
    }
    post_ = {};  // it keeps the HTTP server's loop, whose handlers keep this
}

// A client that begins ever new sessions loses the one it has left alone the longest.
void Endpoint::make_room() {
    if (sessions_.size() < most_sessions) return;
    const auto oldest = std::min_element(sessions_.begin(), sessions_.end(),
                                         [](const auto& a, const auto& b) { return a.second->used < b.second->used; });
    close(oldest->second);
    sessions_.erase(oldest);
}

void Endpoint::say(const ConnectionPtr& connection, const Line& line) {
    const auto found = connection->open.find(line.about);
    if (found == connection->open.end()) {
        if (line.about.empty() && connection->news != nullptr) connection->news->event(line.text, line.may_be_lost);
        return;
    }
    const auto exchange = found->second;
    if (!line.is_answer) return exchange->event(line.text, line.may_be_lost);
    connection->open.erase(found);
    waiting_.erase(exchange.get());
    exchange->last(line.text, status_of(connection->era, line.text));
}

void Endpoint::dropped(const std::shared_ptr<Exchange>& exchange) {
    const auto found = waiting_.find(exchange.get());
    if (found == waiting_.end()) return;
    const auto connection = found->second;
    waiting_.erase(found);
    if (connection->news == exchange) connection->news = nullptr;
    std::erase_if(connection->open, [&](const auto& entry) { return entry.second == exchange; });
    // A legacy client may come back for its session; of the modern era the closed stream is the cancellation.
    if (connection->era == Era::modern) close(connection);
}

}  // namespace alysio::sandbox::mcp
