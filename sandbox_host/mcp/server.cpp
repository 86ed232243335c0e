#include "sandbox_host/mcp/server.hpp"

#include "sandbox_host/mcp/session.hpp"
#include "sandbox_host/mcp/tool_call.hpp"
#include "sandbox_host/mcp/tools_list.hpp"

#include <algorithm>

namespace alysio::sandbox::mcp {

Server::Server(ToolHost& host, ServerOptions options)
    : host_(host),
      options_(std::move(options)),
      information_(dump(information())),
      tools_(host.tools()),
      listed_tools_(tools_json(tools_)) {}

Server::~Server() {
    loop_handle_->close();
    loop_.stop();
    if (connecting_.joinable()) connecting_.join();
}

std::shared_ptr<Session> Server::open(Send send) {
    return remember(std::make_shared<Session>(*this, std::move(send)));
}

std::shared_ptr<Session> Server::open(Send send, Owner owner) {
    return remember(std::make_shared<Session>(*this, std::move(send), std::move(owner)));
}

std::shared_ptr<Session> Server::remember(std::shared_ptr<Session> session) {
    std::erase_if(sessions_, [](const auto& known) { return known.expired(); });
    sessions_.push_back(session);
    return session;
}

void Server::tools_changed() {
    tools_ = host_.tools();
    listed_tools_ = tools_json(tools_);
    for (const auto& known : sessions_) {
        if (const auto session = known.lock()) session->tools_changed();
    }
}

std::chrono::sys_seconds Server::now() const {
    if (options_.now) return options_.now();
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

const runtime::ToolInfo* Server::tool(std::string_view name) const {
    const auto found = std::find_if(tools_.begin(), tools_.end(), [&](const auto& tool) { return tool.name == name; });
    return found == tools_.end() ? nullptr : &*found;
}

Json Server::information() const {
    return Json{{"name", options_.name}, {"title", options_.title}, {"version", options_.version}};
}

std::string Server::result(Era era, std::string_view members) const {
    std::string json = "{";
    if (era == Era::modern) {
        if (members.find(R"("resultType":)") != 0) json += R"("resultType":"complete",)";
        json += R"("_meta":{"io.modelcontextprotocol/serverInfo":)" + information_ + "}";
        if (!members.empty()) json += ',';
    }
    return json.append(members) + "}";
}

std::string Server::cacheable(Era era, std::string_view members) const {
    // Tools may be reloaded at any time, and what they give is the connected user's alone.
    if (era == Era::legacy) return result(era, members);
    return result(era, std::string(members) + R"(,"ttlMs":0,"cacheScope":"private")");
}

void Server::admit(std::shared_ptr<ToolCall> call) {
    waiting_.push_back(std::move(call));
    if (user_ == UserState::none) connect();
    start_waiting();
}

void Server::released() {
    --running_;
    start_waiting();
}

void Server::start_waiting() {
    if (user_ != UserState::connected || starting_) return;
    starting_ = true;  // a call that ends at once comes back here
    while (!waiting_.empty() && running_ < options_.most_running) {
        const auto call = std::move(waiting_.front());
        waiting_.pop_front();
        if (call->is_over()) continue;
        ++running_;
        call->start();
    }
    starting_ = false;
}

void Server::connect() {
    user_ = UserState::connecting;
    if (connecting_.joinable()) connecting_.join();
    connecting_ = std::thread([this] {
        post([this, connected = host_.connect()] {
            user_ = connected ? UserState::connected : UserState::none;
            if (connected) return start_waiting();
            for (const auto& call : std::exchange(waiting_, {})) call->fail(connected.error().message);
        });
    });
}

}  // namespace alysio::sandbox::mcp
