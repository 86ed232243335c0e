#pragma once

#include "sandbox_host/connection/kept_file.hpp"
#include "sandbox_host/mcp/protocol/message.hpp"

#include <functional>
#include <string>

namespace alysio::sandbox::mcp {

/// How a call speaks to its client; `id` is its own. [loop]
class CallReplies {
  public:
    virtual ~CallReplies() = default;
    /// The answer, a JSON object; the last the call says.
    virtual void answer(const std::string& id, std::string result) = 0;
    virtual void refuse(const std::string& id, const RpcError& error) = 0;
    virtual void progress(const std::string& id, const Json& params) = 0;
    /// The link that leads its client, and nobody else, to a file that the call left behind.
    virtual Json keep(connection::KeptFile file) = 0;
    /// Puts the question to the user (legacy era). `answered` gets the client's result, null where it failed; it is not
    /// called any more once the question is taken back.
    virtual std::string ask(const std::string& id, const Json& question, std::function<void(const Json&)> answered) = 0;
    virtual void take_back(const std::string& id, const std::string& question_id) = 0;
};

}  // namespace alysio::sandbox::mcp
