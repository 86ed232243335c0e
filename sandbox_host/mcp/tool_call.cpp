#include "sandbox_host/mcp/tool_call.hpp"

#include "sandbox_host/mcp/protocol/raw_json.hpp"
#include "sandbox_host/mcp/server.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/json_member.hpp>

#include <utility>

namespace alysio::sandbox::mcp {
namespace {

using runtime::CallResult;

constexpr std::string_view cannot_ask =
    "Nothing was changed: this host has every change confirmed by the user, and this client cannot ask. Tell the user "
    "what you were about to change; they can allow it by starting the host with --confirm auto.";
constexpr std::string_view declined =
    "Nothing was changed: the user declined. Do not try it again unless the user asks for it.";
constexpr std::string_view unanswered =
    "Nothing was changed: the user did not decide. Ask what they want before you try it again.";

bool succeeded(const CallResult& result) {
    return result.end == CallResult::End::finished && result.kind == ALYSIO_RESULT_SUCCESS;
}

std::string text_content(std::string_view text) {
    std::string json = R"({"type":"text","text":)";
    base::append_json_quoted(text, json);
    return json + "}";
}

Json progress_token_of(const Message& message) {
    const Json& token = member(member(message.params, "_meta"), "progressToken");
    return token.is_string() || token.is_number_integer() ? token : Json();
}

}  // namespace

ToolCall::ToolCall(Server& server, CallReplies& replies, Message message, Client client)
    : server_(server),
      replies_(&replies),
      message_(std::move(message)),
      client_(client),
      tool_(message_.params.at("name").get<std::string>()),
      progress_token_(progress_token_of(message_)) {}

bool ToolCall::must_confirm() const {
    const auto* tool = server_.tool(tool_);
    if (tool == nullptr || (tool->annotations & ALYSIO_TOOL_READ_ONLY) != 0) return false;
    if (server_.options().confirm == Confirm::automatic) return client_.can_ask_user;
    return server_.options().confirm == Confirm::always;
}

void ToolCall::start() {
    started_ = true;
    ticket.reset();
    begin();
}

void ToolCall::begin() {
    if (!must_confirm()) return execute({});
    if (!client_.can_ask_user) return refuse_to_ask();
    const auto responses = message_.params.find("inputResponses");
    if (client_.era == Era::modern && message_.params.contains("requestState")) {
        return begin_confirmed(responses == message_.params.end() ? Json() : *responses);
    }
    preview();
}

void ToolCall::refuse_to_ask() {
    if (client_.era == Era::legacy) return answer_error(cannot_ask);
    const Json needed = {{"requiredCapabilities", {{"elicitation", {{"form", Json::object()}}}}}};
    replies_->refuse(message_.id, {Code::client_capability_missing, std::string(cannot_ask), needed});
    end();
}

// The call has come back from the user.
void ToolCall::begin_confirmed(const Json& responses) {
    const Json& state = message_.params["requestState"];
    const auto opened = server_.states().open(state.is_string() ? state.get<std::string>() : "", server_.now());
    const auto request = server_.host().call_for_user({});
    const bool same = opened.call.tool == tool_ && opened.call.principal == request.identity().principal &&
                      opened.call.arguments_digest == digest(message_.arguments);
    if (opened.validity == RequestStates::Validity::over) return preview();
    if (opened.validity == RequestStates::Validity::forged || !same) {
        replies_->refuse(message_.id, {Code::invalid_params, "requestState was not given out for this call"});
        return end();
    }
    preview_token_ = opened.call.preview_token;
    const bool answered = responses.is_object() && responses.contains("confirm");
    if (!answered) return preview();
    confirmed(responses["confirm"]);
}

void ToolCall::preview() {
    run(ALYSIO_INTENT_PREVIEW, {}, &ToolCall::previewed);
}

void ToolCall::previewed(const CallResult& result) {
    if (!succeeded(result)) return executed(result);
    const Json preview = Json::parse(result.json, nullptr, false);
    if (!preview.is_object()) return answer_error("Nothing was changed: the plugin's preview is no JSON object.");
    preview_token_ = base::text_member(preview, "token");
    ask(preview);
}

void ToolCall::ask(const Json& preview) {
    auto form = confirmation_form(preview);
    if (!form) return answer_error(form.error().message);
    if (client_.era == Era::legacy) {
        question_id_ = replies_->ask(message_.id, *std::move(form), [weak = weak_from_this()](const Json& response) {
            if (const auto self = weak.lock(); self && !self->over_) {
                self->question_id_.clear();
                self->confirmed(response);
            }
        });
        return;
    }
    const auto state =
        server_.states().seal({tool_, digest(message_.arguments), principal_, preview_token_}, server_.now());
    const Json asked = {{"confirm", {{"method", "elicitation/create"}, {"params", *std::move(form)}}}};
    std::string members = R"("resultType":"input_required","inputRequests":)" + dump(asked) + R"(,"requestState":)";
    base::append_json_quoted(state, members);
    answer(members);
}

void ToolCall::confirmed(const Json& response) {
    const auto action = base::text_member(response, "action");
    if (action == "accept") return execute(preview_token_);
    answer_error(action == "decline" ? declined : unanswered);
}

void ToolCall::execute(std::string preview_token) {
    run(ALYSIO_INTENT_EXECUTE, std::move(preview_token), &ToolCall::executed);
}

void ToolCall::run(alysio_intent intent, std::string preview_token,
                   void (ToolCall::*then)(const runtime::CallResult&)) {
    // What the plugin tells comes from threads of its runtime, perhaps after this call is over.
    const auto on_loop = [loop = server_.loop_handle(), weak = weak_from_this()](auto task) {
        loop->post([weak, task = std::move(task)] {
            if (const auto self = weak.lock()) task(*self);
        });
    };
    auto request = server_.host().call_for_user([on_loop](connection::KeptFile file) {
        on_loop([file = std::move(file)](ToolCall& self) {
            if (!self.over_) self.links_.push_back(self.replies_->keep(file));
        });
    });
    request.tool = tool_;
    request.arguments = message_.arguments.empty() ? "{}" : message_.arguments;
    request.intent = intent;
    request.preview_token = std::move(preview_token);
    principal_ = request.identity().principal;

    runtime::CallEvents events;
    if (!progress_token_.is_null()) {
        events.on_progress = [on_loop](runtime::CallId, const runtime::Progress& progress) {
            on_loop([progress](ToolCall& self) { self.tell(progress); });
        };
    }
    // This call lives until it is told of its end, also when nobody else wants it any more.
    events.on_finish = [loop = server_.loop_handle(), self = shared_from_this(), then](runtime::CallId,
                                                                                       CallResult result) {
        loop->post([self, then, result = std::move(result)] {
            self->running_.reset();
            if (self->over_) return self->end();
            (*self.*then)(result);
        });
    };
    running_ = server_.host().runtime().call(std::move(request), std::move(events));
}

void ToolCall::tell(const runtime::Progress& progress) {
    const auto done = static_cast<double>(progress.done);
    if (over_ || done <= told_) return;
    told_ = done;
    Json params = {{"progressToken", progress_token_}, {"progress", progress.done}};
    if (progress.total > 0) params["total"] = progress.total;
    if (!progress.message.empty()) params["message"] = progress.message;
    replies_->progress(message_.id, params);
}

void ToolCall::executed(const CallResult& result) {
    if (result.end != CallResult::End::finished) return answer_error(result.message);
    std::string content = text_content(result.json);
    for (const Json& link : links_) content += "," + dump(link);
    if (succeeded(result)) {
        answer(R"("content":[)" + content + R"(],"structuredContent":)" + result.json);
    } else {
        answer(R"("content":[)" + content + R"(],"isError":true)");
    }
}

void ToolCall::fail(const std::string& reason) {
    if (!over_) answer_error(reason);
}

void ToolCall::cancel() {
    if (over_) return;
    over_ = true;
    if (!question_id_.empty()) replies_->take_back(message_.id, question_id_);
    replies_ = nullptr;
    if (running_) {
        server_.host().runtime().cancel(*running_, ALYSIO_CANCEL_USER);
    } else {
        end();
    }
}

void ToolCall::answer_error(std::string_view text) {
    answer(R"("content":[)" + text_content(text) + R"(],"isError":true)");
}

void ToolCall::answer(std::string_view members) {
    replies_->answer(message_.id, server_.result(client_.era, members));
    end();
}

void ToolCall::end() {
    over_ = true;
    ticket.reset();
    if (std::exchange(started_, false)) server_.released();
}

}  // namespace alysio::sandbox::mcp
