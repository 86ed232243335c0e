#include "sandbox_host/services/multi.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <utility>

namespace alysio::sandbox::services {

namespace {

std::uint32_t interest(int what) {
    return ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0u) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0u);
}

int happened(std::uint32_t events) {
    return ((events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) | ((events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
           ((events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
}

void watch(int epoll, int file, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = file;
    // A closed socket leaves by itself, and its number may be that of a new one.
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, file, &event) == 0) return;
    if (errno == ENOENT) epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event);
}

bool is_connected(CURL* easy) {
    const char* address = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
    return address != nullptr && *address != '\0';
}

CURLM* first_or_next_multi() {
    static const CURLcode library = curl_global_init(CURL_GLOBAL_DEFAULT);
    return library == CURLE_OK ? curl_multi_init() : nullptr;
}

}  // namespace

Multi::Multi()
    : multi_(first_or_next_multi()),
      events_(epoll_create1(EPOLL_CLOEXEC)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (multi_ == nullptr || events_ < 0 || wake_ < 0) throw std::bad_alloc();
    watch(events_, wake_, EPOLLIN);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Multi::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, static_cast<void*>(this));
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Multi::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, static_cast<void*>(this));
}

Multi::~Multi() {
    curl_multi_cleanup(multi_);
    close(wake_);
    close(events_);
}

void Multi::wake() noexcept {
    eventfd_write(wake_, 1);
}

void Multi::step(Clock::time_point until) {
    std::array<epoll_event, 64> happenings;
    const int count = epoll_wait(events_, happenings.data(), happenings.size(), patience(until));
    for (int i = 0; i < count; ++i) {
        const auto& event = happenings[static_cast<std::size_t>(i)];
        if (event.data.fd == wake_) {
            eventfd_t ignored = 0;
            eventfd_read(wake_, &ignored);
        } else {
            act(event.data.fd, happened(event.events));
        }
    }
    if (alarm_ && *alarm_ <= Clock::now()) {
        alarm_.reset();
        act(CURL_SOCKET_TIMEOUT, 0);
    }
    go_on();
}

void Multi::act(curl_socket_t socket, int events) {
    int running = 0;
    acting_ = true;
    curl_multi_socket_action(multi_, socket, events, &running);
    acting_ = false;
}

// Where the first address of a host does not take a connection, libcurl 7.88 prepares the next one, but asks for no
// event that would let it begin: it would wait for half of the time that connecting may take, or for all of it. Lifting
// a pause is how its interface lets one transfer run at once.
void Multi::go_on() {
    for (auto* easy : stranded_) {
        curl_easy_pause(easy, CURLPAUSE_RECV);
        curl_easy_pause(easy, CURLPAUSE_CONT);
    }
    stranded_.clear();
}

int Multi::patience(Clock::time_point until) const {
    if (alarm_) until = std::min(until, *alarm_);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

int Multi::on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void*) {
    auto& multi = *static_cast<Multi*>(self);
    if (what != CURL_POLL_REMOVE) {
        watch(multi.events_, socket, interest(what));
        return 0;
    }
    epoll_ctl(multi.events_, EPOLL_CTL_DEL, socket, nullptr);
    // Outside of act() it is being taken down, and may be gone soon.
    if (multi.acting_ && !is_connected(easy)) multi.stranded_.push_back(easy);
    return 0;
}

int Multi::on_timer(CURLM*, long milliseconds, void* self) {
    auto& alarm = static_cast<Multi*>(self)->alarm_;
    alarm.reset();
    if (milliseconds >= 0) alarm = Clock::now() + std::chrono::milliseconds(milliseconds);
    return 0;
}

}  // namespace alysio::sandbox::services
