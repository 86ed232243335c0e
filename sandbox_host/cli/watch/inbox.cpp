#include "sandbox_host/cli/watch/inbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

namespace alysio::sandbox::cli {

Inbox::Inbox() : news_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Inbox::~Inbox() {
    close(news_);
}

void Inbox::post(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(news_, &one, sizeof one);
}

void Inbox::run() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto taken = read(news_, &count, sizeof count);
    std::vector<std::function<void()>> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(tasks_);
    }
    for (const auto& task : tasks) task();
}

}  // namespace alysio::sandbox::cli
