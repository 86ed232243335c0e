#include "sandbox_host/mcp/session.hpp"

#include "sandbox_host/mcp/protocol/raw_json.hpp"
#include "sandbox_host/mcp/random_name.hpp"
#include "sandbox_host/mcp/server.hpp"
#include "sandbox_host/mcp/tools_list.hpp"
#include "sandbox_host/runtime/unknown_tool.hpp"

#include <utility>

namespace alysio::sandbox::mcp {
namespace {

// What every server of this kind can do, whatever its plugin.
const Json capabilities = {{"tools", {{"listChanged", true}}}, {"resources", Json::object()}};

RpcError bad_params(std::string message) {
    return {Code::invalid_params, std::move(message)};
}

// There is one page of everything, so no cursor was ever given out.
base::Result<void, RpcError> check_cursor(const Message& message) {
    if (!message.params.contains("cursor") || message.params["cursor"].is_null()) return {};
    return bad_params("there is no such cursor: everything is on the first page");
}

std::string named(std::string_view name, const Json& value) {
    return "\"" + std::string(name) + "\":" + dump(value);
}

// Members of an object, as text.
std::string members_of(const Json& object) {
    const std::string text = dump(object);
    return text.substr(1, text.size() - 2);
}

}  // namespace

Session::Session(Server& server, Send send, Owner owner)
    : server_(server), send_(std::move(send)), owner_(std::move(owner)) {}

Session::Session(Server& server, Send send) : Session(server, std::move(send), random_name()) {
    forgets_files_ = true;
}

Session::~Session() {
    close();
}

void Session::receive(std::string_view text, std::shared_ptr<void> ticket) {
    auto read = read_message(text);
    if (!read) return refuse(read.error().id, read.error().error);
    auto& message = *read;
    switch (message.kind) {
        case Message::Kind::request:
            return request(std::move(message), std::move(ticket));
        case Message::Kind::notification:
            return notification(message);
        case Message::Kind::response:
            return response(message);
    }
}

void Session::request(Message message, std::shared_ptr<void> ticket) {
    const std::string id = message.id;
    const bool modern = is_modern(message);
    if (calls_.count(id) > 0 || listening_.count(id) > 0) {
        send_({error_line(id, {Code::invalid_request, "a request with this id is still open"}), id});
        return;
    }
    if (modern) {
        if (const auto fit = check_request(message); !fit) return refuse(id, fit.error());
    } else if (!legacy_ && message.method != "initialize" && message.method != "ping") {
        return refuse(id, bad_params("begin with initialize (up to 2025-11-25), or give "
                                     "_meta[\"io.modelcontextprotocol/protocolVersion\"] with every request"));
    }
    const Client client =
        modern ? Client{Era::modern, can_ask_user(declared_capabilities(message))} : legacy_.value_or(Client{});
    const auto answered = handle(message, client, std::move(ticket));
    if (!answered) return;
    if (!*answered) return refuse(id, answered->error());
    answer(id, **answered);
}

Session::Answer Session::handle(Message& message, const Client& client, std::shared_ptr<void> ticket) {
    const std::string& method = message.method;
    if (method == "tools/call") return call_tool(message, client, std::move(ticket));
    if (method == "tools/list") return list_tools(message, client.era);
    if (method == "resources/read") return read_resource(message, client.era);
    if (method == "resources/list") return list_resources(message, client.era);
    if (method == "resources/templates/list") return list_templates(message, client.era);
    if (client.era == Era::modern) {
        if (method == "server/discover") return discover();
        if (method == "subscriptions/listen") return listen(message);
    } else {
        if (method == "initialize") return initialize(message);
        if (method == "ping") return std::string("{}");
    }
    return RpcError{Code::method_not_found, "there is no method " + method};
}

Session::Answer Session::initialize(const Message& message) {
    const Json& requested = message.params.value("protocolVersion", Json());
    if (!requested.is_string()) return bad_params("initialize has a protocolVersion");
    legacy_ = Client{Era::legacy, can_ask_user(message.params.value("capabilities", Json::object()))};
    Json result = {{"protocolVersion", negotiated(requested.get<std::string>())},
                   {"capabilities", capabilities},
                   {"serverInfo", server_.information()}};
    if (!server_.options().instructions.empty()) result["instructions"] = server_.options().instructions;
    return dump(result);
}

Session::Answer Session::discover() const {
    Json result = {{"supportedVersions", served_revisions()}, {"capabilities", capabilities}};
    if (!server_.options().instructions.empty()) result["instructions"] = server_.options().instructions;
    return server_.cacheable(Era::modern, members_of(result));
}

Session::Answer Session::list_tools(const Message& message, Era era) const {
    if (const auto first = check_cursor(message); !first) return base::Failure(first.error());
    return server_.cacheable(era, R"("tools":)" + server_.listed_tools());
}

Session::Answer Session::list_resources(const Message& message, Era era) const {
    if (const auto first = check_cursor(message); !first) return base::Failure(first.error());
    return server_.cacheable(era, named("resources", server_.files().list(owner_)));
}

Session::Answer Session::list_templates(const Message& message, Era era) const {
    if (const auto first = check_cursor(message); !first) return base::Failure(first.error());
    return server_.cacheable(era, R"("resourceTemplates":[])");
}

Session::Answer Session::read_resource(const Message& message, Era era) const {
    const auto uri = message.params.find("uri");
    if (uri == message.params.end() || !uri->is_string()) return bad_params("resources/read has a uri");
    const auto contents = server_.files().read(owner_, uri->get_ref<const std::string&>());
    if (contents) return server_.cacheable(era, named("contents", *contents));
    return RpcError{
        era == Era::modern ? Code::invalid_params : Code::resource_not_found,
        "there is no such resource: links come with the results of calls, and are good for who made the call, as long as its session and this server last",
        Json{{"uri", *uri}}};
}

Session::Answer Session::listen(const Message& message) {
    const Json wanted = message.params.value("notifications", Json());
    if (!wanted.is_object()) return bad_params("subscriptions/listen has notifications, an object");
    const bool tools = member(wanted, "toolsListChanged") == true;
    listening_[message.id] = tools;
    Json honoured = Json::object();
    if (tools) honoured["toolsListChanged"] = true;
    const Json about = {{"io.modelcontextprotocol/subscriptionId", Json::parse(message.id)}};
    const Json params = {{"notifications", honoured}, {"_meta", about}};
    send_({notification_line("notifications/subscriptions/acknowledged", params), message.id});
    return std::nullopt;
}

Session::Answer Session::call_tool(Message& message, const Client& client, std::shared_ptr<void> ticket) {
    const auto name = message.params.find("name");
    if (name == message.params.end() || !name->is_string()) return bad_params("tools/call has the name of a tool");
    const Json arguments = message.params.value("arguments", Json::object());
    if (!arguments.is_object() && !arguments.is_null()) return bad_params("arguments is an object");
    if (arguments.is_null()) message.arguments.clear();
    if (server_.tool(name->get_ref<const std::string&>()) == nullptr) {
        return bad_params(runtime::unknown_tool(name->get<std::string>(), server_.tools()));
    }
    message.params.erase("arguments");  // its text is enough, and smaller
    const std::string id = message.id;
    const auto call = std::make_shared<ToolCall>(server_, *this, std::move(message), client);
    call->ticket = std::move(ticket);
    calls_[id] = call;
    server_.admit(call);
    return std::nullopt;
}

void Session::notification(const Message& message) {
    if (message.method != "notifications/cancelled") return;
    const std::string id = dump(message.params.value("requestId", Json()));
    if (const auto call = calls_.find(id); call != calls_.end()) {
        const auto cancelled = call->second;
        calls_.erase(call);
        cancelled->cancel();
    }
    listening_.erase(id);
}

void Session::response(const Message& message) {
    const auto question = questions_.find(message.id);
    if (question == questions_.end()) return;
    const auto answered = std::move(question->second);
    questions_.erase(question);
    answered(message.result);
}

void Session::close() {
    send_ = [](const Line&) {};
    questions_.clear();
    listening_.clear();
    for (const auto& [id, call] : std::exchange(calls_, {})) call->cancel();
    if (std::exchange(forgets_files_, false)) server_.files().forget(owner_);
}

void Session::tools_changed() {
    constexpr std::string_view changed = "notifications/tools/list_changed";
    if (legacy_) send_({notification_line(changed), {}});
    for (const auto& [id, tools] : listening_) {
        const Json about = {{"io.modelcontextprotocol/subscriptionId", Json::parse(id)}};
        if (tools) send_({notification_line(changed, {{"_meta", about}}), id});
    }
}

void Session::answer(const std::string& id, std::string result) {
    send_({result_line(id, result), id, true});
    ended(id);
}

void Session::refuse(const std::string& id, const RpcError& error) {
    send_({error_line(id, error), id, true});
    ended(id);
}

void Session::ended(const std::string& id) {
    calls_.erase(id);
    if (calls_.empty() && on_idle_) std::exchange(on_idle_, {})();
}

void Session::when_idle(std::function<void()> function) {
    on_idle_ = std::move(function);
    if (calls_.empty()) std::exchange(on_idle_, {})();
}

void Session::progress(const std::string& id, const Json& params) {
    send_({notification_line("notifications/progress", params), id, false, true});
}

Json Session::keep(connection::KeptFile file) {
    return server_.files().put(owner_, std::move(file));
}

std::string Session::ask(const std::string& id, const Json& question, std::function<void(const Json&)> answered) {
    std::string question_id = "\"ask-" + std::to_string(++asked_) + "\"";
    questions_[question_id] = std::move(answered);
    send_({request_line(question_id, "elicitation/create", question), id});
    return question_id;
}

void Session::take_back(const std::string& id, const std::string& question_id) {
    if (questions_.erase(question_id) == 0) return;
    send_({notification_line("notifications/cancelled", {{"requestId", Json::parse(question_id)}}), id});
}

}  // namespace alysio::sandbox::mcp
