#include "sandbox_host/runtime/thread_pool.hpp"

#include <boost/asio/defer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <thread>
#include <utility>
#include <vector>

namespace alysio::sandbox::runtime {

namespace asio = boost::asio;

struct ThreadPool::State {
    asio::io_context context;
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    std::vector<std::thread> threads;
};

namespace {

class AsioAlarm final : public Alarm {
  public:
    AsioAlarm(asio::io_context& context, std::chrono::nanoseconds delay, std::function<void()> task)
        : timer_(context, delay) {
        timer_.async_wait([task = std::move(task)](boost::system::error_code error) {
            if (!error) task();
        });
    }

  private:
    asio::steady_timer timer_;
};

}  // namespace

ThreadPool::ThreadPool(unsigned threads) : state_(std::make_unique<State>()) {
    for (unsigned i = 0; i < threads; ++i) state_->threads.emplace_back([this] { state_->context.run(); });
}

ThreadPool::~ThreadPool() {
    stop();
}

void ThreadPool::post(std::function<void()> task) {
    asio::post(state_->context, std::move(task));
}

// Nobody is woken for it: the thread that asks is about to be free itself, and has in its caches what the task needs.
void ThreadPool::post_next(std::function<void()> task) {
    asio::defer(state_->context, std::move(task));
}

std::unique_ptr<Alarm> ThreadPool::after(std::chrono::nanoseconds delay, std::function<void()> task) {
    return std::make_unique<AsioAlarm>(state_->context, delay, std::move(task));
}

void ThreadPool::stop() {
    state_->context.stop();
    for (auto& thread : state_->threads) thread.join();
    state_->threads.clear();
}

}  // namespace alysio::sandbox::runtime
