#include "tests/sandbox_host/mcp/client.hpp"

#include <future>
#include <stdexcept>

namespace alysio::sandbox::mcp::tests {

FixtureHost::FixtureHost() {
    const auto loaded = runtime_.load(sandbox::testing::ScriptedPlugin::table());
    if (!loaded) throw std::runtime_error(loaded.error().message);
}

base::Result<void> FixtureHost::connect() {
    ++connected;
    return problem;
}

runtime::CallRequest FixtureHost::call_for_user(std::function<void(connection::KeptFile)> on_file) {
    keep = std::move(on_file);
    auto identity = std::make_shared<connection::Identity>();
    identity->principal = "ann";
    runtime::CallRequest request;
    request.acting_for =
        std::make_shared<connection::ActingUser>(connection::ActingUser{std::move(identity), nullptr, {}});
    return request;
}

TestClient::TestClient(FixtureHost& host, ServerOptions options) : server_(host, std::move(options)) {
    std::promise<void> opened;
    server_.post([&] {
        session_ = server_.open([this](Line line) {
            const std::lock_guard lock(mutex_);
            lines_.push_back(std::move(line.text));
            changed_.notify_all();
        });
        opened.set_value();
    });
    opened.get_future().wait();
}

TestClient::~TestClient() {
    close();
}

void TestClient::close() {
    std::promise<void> closed;
    server_.post([&] {
        if (session_ != nullptr) session_->close();
        session_.reset();
        closed.set_value();
    });
    closed.get_future().wait();
}

void TestClient::send(const std::string& text) {
    server_.post([this, text] { session_->receive(text); });
}

Json TestClient::next() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(20), [this] { return !lines_.empty(); })) {
        throw std::runtime_error("the server said nothing");
    }
    const Json line = Json::parse(lines_.front());
    lines_.pop_front();
    return line;
}

void TestClient::settle() {
    std::promise<void> done;
    server_.post([&] { done.set_value(); });
    done.get_future().wait();
}

std::size_t TestClient::unread() {
    const std::lock_guard lock(mutex_);
    return lines_.size();
}

std::string TestClient::modern(int id, const std::string& method, Json params, const Json& capabilities) {
    Json& meta = params["_meta"];
    meta["io.modelcontextprotocol/protocolVersion"] = "2026-07-28";
    meta["io.modelcontextprotocol/clientCapabilities"] = capabilities;
    return legacy(id, method, params);
}

std::string TestClient::legacy(int id, const std::string& method, const Json& params) {
    return Json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}.dump();
}

Json TestClient::initialize(const Json& capabilities, const std::string& version) {
    return ask(legacy(0, "initialize",
                      {{"protocolVersion", version},
                       {"capabilities", capabilities},
                       {"clientInfo", {{"name", "test"}, {"version", "1"}}}}));
}

}  // namespace alysio::sandbox::mcp::tests
