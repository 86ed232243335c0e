#include "sandbox_host/mcp/http/endpoint.hpp"

#include "sandbox_host/mcp/http/request_guard.hpp"
#include "sandbox_host/mcp/random_name.hpp"
#include "sandbox_host/mcp/server.hpp"
#include "sandbox_host/mcp/session.hpp"

#include <algorithm>
#include <future>
#include <vector>

namespace alysio::sandbox::mcp {
namespace {

HttpReply error_reply(int status, std::string_view id, const RpcError& error) {
    return json_reply(status, error_line(id, error));
}

}  // namespace

Endpoint::Endpoint(Server& server, std::string token, Post post)
    : server_(server),
      token_(std::move(token)),
      modern_owner_(token_.empty() ? nobody : random_name()),
      post_(std::move(post)) {}

Endpoint::~Endpoint() = default;

std::optional<HttpReply> Endpoint::turned_away(const IncomingRequest& request) const {
    return mcp::turned_away(request, token_);
}

void Endpoint::handle(const IncomingRequest& request, const std::shared_ptr<ResponseWriter>& response) {
    if (request.method == "POST") return post_message(request, response);
    // What is left are sessions, which the modern era does not have.
    const auto connection = session_of(request, response);
    if (connection == nullptr) return;
    if (request.method == "DELETE") {
        sessions_.erase(std::string(request.header("MCP-Session-Id")));
        close(connection);
        return response->reply({204, {}, ""});
    }
    if (connection->news != nullptr) {
        return response->reply(error_reply(409, {}, {Code::invalid_request, "this session has a stream already"}));
    }
    connection->news = response;
    waiting_[response.get()] = connection;
    response->begin_stream();
}

void Endpoint::post_message(const IncomingRequest& request, const std::shared_ptr<ResponseWriter>& response) {
    const auto read = read_message(request.body);
    if (!read) return response->reply(error_reply(400, read.error().id, read.error().error));
    const auto& message = *read;
    if (era_of(request, message) == Era::modern) return modern(request, message, response);
    legacy(request, message, response);
}

void Endpoint::modern(const IncomingRequest& http, const Message& message,
                      const std::shared_ptr<ResponseWriter>& response) {
    if (message.kind == Message::Kind::notification) return response->reply({202, {}, ""});
    if (message.kind == Message::Kind::response) {
        const RpcError error{Code::invalid_request, "in 2026-07-28 answers come with the repeated call"};
        return response->reply(error_reply(400, message.id, error));
    }
    if (const auto same = check_headers(http, message); !same) {
        return response->reply(error_reply(400, message.id, same.error()));
    }
    if (const auto fit = check_request(message); !fit) {
        return response->reply(error_reply(400, message.id, fit.error()));
    }
    request(open(Era::modern), http, message, response);
}

void Endpoint::legacy(const IncomingRequest& http, const Message& message,
                      const std::shared_ptr<ResponseWriter>& response) {
    ConnectionPtr connection;
    if (message.method == "initialize") {
        make_room();
        const std::string id = random_name();
        connection = sessions_[id] = open(Era::legacy);
        response->headers.emplace_back("MCP-Session-Id", id);
    } else {
        connection = session_of(http, response);
        if (connection == nullptr) return;
    }
    connection->used = ++clock_;
    if (message.kind == Message::Kind::request) return request(connection, http, message, response);
    server_.post([connection, body = http.body, room = http.room] { connection->session->receive(body, room); });
    response->reply({202, {}, ""});
}

void Endpoint::request(const ConnectionPtr& connection, const IncomingRequest& http, const Message& message,
                       const std::shared_ptr<ResponseWriter>& response) {
    if (connection->open.count(message.id) > 0) {
        const RpcError error{Code::invalid_request, "a request with this id is still open"};
        return response->reply(error_reply(400, message.id, error));
    }
    connection->open[message.id] = response;
    waiting_[response.get()] = connection;
    server_.post([connection, body = http.body, room = http.room] { connection->session->receive(body, room); });
}

Endpoint::ConnectionPtr Endpoint::session_of(const IncomingRequest& request,
                                             const std::shared_ptr<ResponseWriter>& response) {
    const auto revision = request.header("MCP-Protocol-Version");
    const auto& served = served_revisions();
    if (!revision.empty() && std::find(served.begin(), served.end(), revision) == served.end()) {
        response->reply(error_reply(400, {}, {Code::invalid_request, "MCP-Protocol-Version is none that is served"}));
        return nullptr;
    }
    const auto id = request.header("MCP-Session-Id");
    if (id.empty() && request.method != "POST") {
        response->reply({405, {{"Allow", "POST"}}, ""});
        return nullptr;
    }
    const auto session = sessions_.find(id);
    if (session != sessions_.end()) return session->second;
    const RpcError error{Code::invalid_request, id.empty()
                                                    ? "begin with initialize, and send the MCP-Session-Id that it gives"
                                                    : "this session has ended: begin again with initialize"};
    response->reply(error_reply(id.empty() ? 400 : 404, {}, error));
    return nullptr;
}

Endpoint::ConnectionPtr Endpoint::open(Era era) {
    // Its session ends where it lives, on the server's loop, whoever lets go of the connection last.
    ConnectionPtr connection(new ClientConnection, [loop = server_.loop_handle()](ClientConnection* ending) {
        const std::unique_ptr<ClientConnection> owned(ending);
        loop->post([session = std::move(owned->session)] {});
    });
    connection->era = era;
    server_.post([self = shared_from_this(), connection] {
        const std::weak_ptr<ClientConnection> weak = connection;
        const std::weak_ptr<Endpoint> endpoint = self;
        const auto say = [endpoint, weak, post = self->post_](Line line) {
            post([endpoint, weak, line = std::move(line)] {
                const auto here = endpoint.lock();
                const auto known = weak.lock();
                if (here && known) here->say(known, line);
            });
        };
        connection->session =
            connection->era == Era::modern ? self->server_.open(say, self->modern_owner_) : self->server_.open(say);
    });
    return connection;
}

void Endpoint::close(const ConnectionPtr& connection) {
    server_.post([connection] { connection->session->close(); });
    for (const auto& [id, response] : std::exchange(connection->open, {})) {
        waiting_.erase(response.get());
        response->end();
    }
    if (const auto news = std::exchange(connection->news, nullptr)) {
        waiting_.erase(news.get());
        news->end();
    }
}

void Endpoint::shut_down() {
    std::vector<ConnectionPtr> all;
    for (const auto& [id, connection] : sessions_) all.push_back(connection);
    for (const auto& [response, connection] : waiting_) all.push_back(connection);
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
    const auto response = found->second;
    if (!line.is_answer) return response->event(line.text, line.may_be_lost);
    connection->open.erase(found);
    waiting_.erase(response.get());
    response->last(line.text, status_of(connection->era, line.text));
}

void Endpoint::dropped(const std::shared_ptr<ResponseWriter>& response) {
    const auto found = waiting_.find(response.get());
    if (found == waiting_.end()) return;
    const auto connection = found->second;
    waiting_.erase(found);
    if (connection->news == response) connection->news = nullptr;
    std::erase_if(connection->open, [&](const auto& entry) { return entry.second == response; });
    // A legacy client may come back for its session; of the modern era the closed stream is the cancellation.
    if (connection->era == Era::modern) close(connection);
}

}  // namespace alysio::sandbox::mcp
