#include "sandbox_host/mcp/stdio/stdio_server.hpp"

#include "sandbox_host/mcp/protocol/message.hpp"
#include "sandbox_host/mcp/server.hpp"
#include "sandbox_host/mcp/session.hpp"
#include "sandbox_host/mcp/stdio/output_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <condition_variable>
#include <future>
#include <mutex>

namespace alysio::sandbox::mcp {
namespace {

using namespace std::chrono_literals;

// What a client may have sent that was not begun yet: beyond it the pipe fills up, and the client has to wait.
constexpr std::size_t most_waiting = std::size_t{256} << 10;

constexpr auto for_calls = 50ms;
constexpr auto for_output = 30ms;

// Counts the bytes of messages that wait for their turn.
class Intake : public std::enable_shared_from_this<Intake> {
  public:
    // Blocks while there is too much.
    std::shared_ptr<void> take(std::size_t bytes) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_ < most_waiting; });
        waiting_ += bytes;
        return {nullptr, [self = shared_from_this(), bytes](void*) { self->give_back(bytes); }};
    }

  private:
    void give_back(std::size_t bytes) {
        const std::lock_guard lock(mutex_);
        waiting_ -= bytes;
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t waiting_ = 0;
};

}  // namespace

int take_stdout() {
    const int out = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return out;
}

StdioServer::StdioServer(Server& server, int in, int out) : server_(server), out_(out), reader_(in, largest_message) {}

bool StdioServer::run() {
    OutputWriter writer(out_);
    std::shared_ptr<Session> session;
    const auto on_loop = [this](auto task) {
        std::promise<void> done;
        server_.post([&] {
            task();
            done.set_value();
        });
        done.get_future().wait();
    };
    on_loop([&] { session = server_.open([&writer](const Line& line) { writer.send(line); }); });

    const auto intake = std::make_shared<Intake>();
    while (const auto line = reader_.next()) {
        if (line->find_first_not_of(" \t") == line->npos) continue;
        writer.wait_for_room();
        server_.post([session, ticket = intake->take(line->size()), text = *line]() mutable {
            session->receive(text, std::move(ticket));
        });
    }

    const auto idle = std::make_shared<std::promise<void>>();
    server_.post([session, idle] { session->when_idle([idle] { idle->set_value(); }); });
    const bool ended = idle->get_future().wait_for(for_calls) == std::future_status::ready;
    on_loop([&] { session->close(); });
    return writer.drain(for_output) && ended;
}

}  // namespace alysio::sandbox::mcp
