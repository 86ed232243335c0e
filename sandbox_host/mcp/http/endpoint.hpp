#pragma once

#include "sandbox_host/mcp/file_resources.hpp"
#include "sandbox_host/mcp/http/incoming_request.hpp"
#include "sandbox_host/mcp/http/response_writer.hpp"
#include "sandbox_host/mcp/protocol/message.hpp"
#include "sandbox_host/mcp/protocol/revision.hpp"
#include "sandbox_host/mcp/send.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace alysio::sandbox::mcp {

class Server;
class Session;

/// The MCP endpoint of Streamable HTTP, without the HTTP. Of the modern era each request stands alone; legacy clients
/// have a session, which they name in MCP-Session-Id. Everything on the thread of the HTTP server; what the MCP server
/// says reaches it by `post`.
class Endpoint : public std::enable_shared_from_this<Endpoint> {
  public:
    using Post = std::function<void(std::function<void()>)>;
    static constexpr std::size_t most_sessions = 1000;

    /// `token`: asked of every request; empty: none.
    Endpoint(Server& server, std::string token, Post post);
    ~Endpoint();

    /// Why the request is not let in, by its head: its body need not be there.
    std::optional<HttpReply> turned_away(const IncomingRequest& request) const;
    /// A request that was let in.
    void handle(const IncomingRequest& request, const std::shared_ptr<ResponseWriter>& response);
    /// The client is gone before its answer was complete.
    void dropped(const std::shared_ptr<ResponseWriter>& response);
    /// Ends everything, and returns when nothing of it is left at the server. Once the thread of the HTTP server is gone.
    void shut_down();

  private:
    /// One MCP connection, and who waits for what in it.
    struct ClientConnection {
        std::shared_ptr<Session> session;                             // set and used on the server's loop
        std::map<std::string, std::shared_ptr<ResponseWriter>> open;  // by request id
        std::shared_ptr<ResponseWriter> news;                         // the GET stream of a legacy session
        Era era = Era::legacy;
        std::uint64_t used = 0;
    };
    using ConnectionPtr = std::shared_ptr<ClientConnection>;

    void post_message(const IncomingRequest& request, const std::shared_ptr<ResponseWriter>& response);
    void modern(const IncomingRequest& request, const Message& message,
                const std::shared_ptr<ResponseWriter>& response);
    void legacy(const IncomingRequest& request, const Message& message,
                const std::shared_ptr<ResponseWriter>& response);
    void request(const ConnectionPtr& connection, const IncomingRequest& request, const Message& message,
                 const std::shared_ptr<ResponseWriter>& response);
    ConnectionPtr open(Era era);
    void close(const ConnectionPtr& connection);
    void say(const ConnectionPtr& connection, const Line& line);
    ConnectionPtr session_of(const IncomingRequest& request, const std::shared_ptr<ResponseWriter>& response);
    void make_room();

    Server& server_;
    const std::string token_;
    /// Of modern requests: all that give the token are one client's; without a token nobody knows whose they are.
    const Owner modern_owner_;
    Post post_;
    std::map<std::string, ConnectionPtr, std::less<>> sessions_;  // legacy, by MCP-Session-Id
    std::map<ResponseWriter*, ConnectionPtr> waiting_;
    std::uint64_t clock_ = 0;
};

}  // namespace alysio::sandbox::mcp
