#pragma once

#include "sandbox_host/mcp/file_resources.hpp"
#include "sandbox_host/mcp/protocol/message.hpp"
#include "sandbox_host/mcp/protocol/revision.hpp"
#include "sandbox_host/mcp/send.hpp"
#include "sandbox_host/mcp/tool_call.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::mcp {

class Server;

/// One connection: what a client sends, and what it hears. Serves both eras at once. [loop]
class Session final : public CallReplies {
  public:
    /// A connection of several that share their files.
    Session(Server& server, Send send, Owner owner);
    /// One with files of its own, which end with it.
    Session(Server& server, Send send);
    ~Session() override;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// One message. `ticket` is kept while the message waits for its turn.
    void receive(std::string_view text, std::shared_ptr<void> ticket = {});
    /// Cancels what is open and says nothing more.
    void close();
    /// Calls the function once, when no call is open any more: perhaps now.
    void when_idle(std::function<void()> function);

    void tools_changed();

    void answer(const std::string& id, std::string result) override;
    void refuse(const std::string& id, const RpcError& error) override;
    void progress(const std::string& id, const Json& params) override;
    Json keep(connection::KeptFile file) override;
    std::string ask(const std::string& id, const Json& question, std::function<void(const Json&)> answered) override;
    void take_back(const std::string& id, const std::string& question_id) override;

  private:
    /// Members of the result, or why there is none; nothing where the answer comes later.
    using Answer = std::optional<base::Result<std::string, RpcError>>;

    void request(Message message, std::shared_ptr<void> ticket);
    void notification(const Message& message);
    void response(const Message& message);
    Answer handle(Message& message, const Client& client, std::shared_ptr<void> ticket);
    Answer initialize(const Message& message);
    Answer discover() const;
    Answer list_tools(const Message& message, Era era) const;
    Answer list_resources(const Message& message, Era era) const;
    Answer list_templates(const Message& message, Era era) const;
    Answer read_resource(const Message& message, Era era) const;
    Answer listen(const Message& message);
    Answer call_tool(Message& message, const Client& client, std::shared_ptr<void> ticket);

    void ended(const std::string& id);

    Server& server_;
    Send send_;
    const Owner owner_;
    bool forgets_files_ = false;                                           // when it closes
    std::optional<Client> legacy_;                                         // since initialize
    std::map<std::string, std::shared_ptr<ToolCall>, std::less<>> calls_;  // by request id
    std::map<std::string, bool, std::less<>> listening_;                   // by request id: to the list of tools?
    std::map<std::string, std::function<void(const Json&)>, std::less<>> questions_;
    std::uint64_t asked_ = 0;
    std::function<void()> on_idle_;
};

}  // namespace alysio::sandbox::mcp
