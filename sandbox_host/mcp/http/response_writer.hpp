#pragma once

#include "sandbox_host/mcp/http/incoming_request.hpp"

#include <string>

namespace alysio::sandbox::mcp {

/// The answer to one HTTP request while it is being given: one whole reply, or a stream of server-sent events. On the
/// thread of the HTTP server.
class ResponseWriter {
  public:
    virtual ~ResponseWriter() = default;

    virtual void reply(HttpReply reply) = 0;
    /// The first event begins the stream. One that may be lost is dropped where the client does not read.
    virtual void event(const std::string& line, bool may_be_lost) = 0;
    /// The stream's last event, or where none has begun the whole reply.
    virtual void last(const std::string& line, int status) = 0;
    /// Begins a stream before there is an event.
    virtual void begin_stream() = 0;
    virtual void end() = 0;

    /// Headers of whatever comes first.
    std::vector<std::pair<std::string, std::string>> headers;
};

}  // namespace alysio::sandbox::mcp
