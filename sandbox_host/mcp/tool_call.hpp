#pragma once

#include "sandbox_host/mcp/call_replies.hpp"
#include "sandbox_host/mcp/protocol/message.hpp"
#include "sandbox_host/mcp/protocol/revision.hpp"
#include "sandbox_host/runtime/call.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::mcp {

class Server;

/// One tools/call, from its arrival to its answer:
///
///     waiting -> executing                               a tool that only reads, or needs no confirmation
///     waiting -> previewing -> asking -> executing       legacy: the question is a request to the client
///     waiting -> previewing -> answered, input required  modern: the call ends, and comes back with the user's answer
class ToolCall : public std::enable_shared_from_this<ToolCall> {
  public:
    /// `message` has been looked at: it names a tool of the server's. `replies` outlives the call, or cancels it.
    ToolCall(Server& server, CallReplies& replies, Message message, Client client);

    void start();
    /// It cannot be started.
    void fail(const std::string& reason);
    /// Nothing more is said about it, and it ends as soon as it can.
    void cancel();
    bool is_over() const noexcept { return over_; }

    /// What the client is charged for while the call is waiting; dropped when it starts.
    std::shared_ptr<void> ticket;

  private:
    bool must_confirm() const;
    void begin();
    void refuse_to_ask();
    void begin_confirmed(const Json& responses);
    void preview();
    void previewed(const runtime::CallResult& result);
    void ask(const Json& preview);
    void confirmed(const Json& response);
    void execute(std::string preview_token);
    void executed(const runtime::CallResult& result);
    void run(alysio_intent intent, std::string preview_token, void (ToolCall::*then)(const runtime::CallResult&));
    void tell(const runtime::Progress& progress);

    void answer_error(std::string_view text);
    void answer(std::string_view members);
    void end();

    Server& server_;
    CallReplies* replies_;
    const Message message_;
    const Client client_;
    const std::string tool_;
    bool started_ = false;
    bool over_ = false;

    std::optional<runtime::CallId> running_;
    std::string question_id_;  // open at the client; empty: none
    std::string preview_token_;
    std::string principal_;
    Json progress_token_;
    double told_ = -1;
    std::vector<Json> links_;
};

}  // namespace alysio::sandbox::mcp
