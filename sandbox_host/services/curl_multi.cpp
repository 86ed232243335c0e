#include "sandbox_host/services/curl_multi.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>
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

// What an event is about: a socket, and the member whose it is; the one that wakes is nobody's.
struct Subject {
    int file;
    std::uint32_t member;
};
constexpr std::uint32_t nobody = UINT32_MAX;

std::uint64_t packed(Subject subject) {
    return (std::uint64_t{subject.member} << 32) | static_cast<std::uint32_t>(subject.file);
}

Subject unpacked(std::uint64_t data) {
    return {static_cast<int>(data & UINT32_MAX), static_cast<std::uint32_t>(data >> 32)};
}

bool is_connected(CURL* easy) {
    const char* address = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
    return address != nullptr && *address != '\0';
}

bool start_library() {
    static const CURLcode outcome = curl_global_init(CURL_GLOBAL_DEFAULT);
    return outcome == CURLE_OK;
}

}  // namespace

CurlMulti::CurlMulti(long idle_connections)
    : idle_connections_(idle_connections),
      events_(epoll_create1(EPOLL_CLOEXEC)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!start_library() || events_ < 0 || wake_ < 0) throw std::bad_alloc();
    watch(wake_, EPOLLIN, nobody);
}

CurlMulti::~CurlMulti() {
    for (auto& member : members_) {
        if (member.handle != nullptr) curl_multi_cleanup(member.handle);
    }
    ::close(wake_);
    ::close(events_);
}

CURLM* CurlMulti::handle_of(std::string_view name) {
    auto& member = members_[std::hash<std::string_view>()(name) % members_.size()];
    if (member.handle == nullptr) open(member);
    return member.handle;
}

void CurlMulti::open(Member& member) {
    member.multi = this;
    member.handle = curl_multi_init();
    if (member.handle == nullptr) throw std::bad_alloc();
    curl_multi_setopt(member.handle, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
    curl_multi_setopt(member.handle, CURLMOPT_MAXCONNECTS, idle_connections_);
    curl_multi_setopt(member.handle, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
    curl_multi_setopt(member.handle, CURLMOPT_SOCKETDATA, static_cast<void*>(&member));
    curl_multi_setopt(member.handle, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
    curl_multi_setopt(member.handle, CURLMOPT_TIMERDATA, static_cast<void*>(&member));
}

void CurlMulti::wake() noexcept {
    eventfd_write(wake_, 1);
}

void CurlMulti::step(Clock::time_point until) {
    std::array<epoll_event, 64> happenings;
    const int count = epoll_wait(events_, happenings.data(), happenings.size(), patience(until));
    for (int i = 0; i < count; ++i) {
        const auto& event = happenings[static_cast<std::size_t>(i)];
        const auto [file, member] = unpacked(event.data.u64);
        if (member == nobody) {
            eventfd_t ignored = 0;
            eventfd_read(wake_, &ignored);
        } else {
            act(members_[member], file, happened(event.events));
        }
    }
    const auto now = Clock::now();
    for (auto& member : members_) {
        if (!member.alarm || *member.alarm > now) continue;
        member.alarm.reset();
        act(member, CURL_SOCKET_TIMEOUT, 0);
    }
    go_on();
}

const CURLMsg* CurlMulti::next_finished() {
    for (auto& member : members_) {
        int left = 0;
        if (member.handle == nullptr) continue;
        while (const auto* message = curl_multi_info_read(member.handle, &left)) {
            if (message->msg == CURLMSG_DONE) return message;
        }
    }
    return nullptr;
}

void CurlMulti::watch(int file, std::uint32_t events, std::size_t member) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = packed({file, static_cast<std::uint32_t>(member)});
    // A closed socket leaves by itself, and its number may be that of a new one.
    if (epoll_ctl(events_, EPOLL_CTL_MOD, file, &event) == 0) return;
    if (errno == ENOENT) epoll_ctl(events_, EPOLL_CTL_ADD, file, &event);
}

void CurlMulti::act(Member& member, curl_socket_t socket, int events) {
    int running = 0;
    acting_ = true;
    curl_multi_socket_action(member.handle, socket, events, &running);
    acting_ = false;
}

// Where the first address of a host does not take a connection, libcurl 7.88 prepares the next one, but asks for no
// event that would let it begin: it would wait for half of the time that connecting may take, or for all of it. Lifting
// a pause is how its interface lets one transfer run at once.
void CurlMulti::go_on() {
    for (auto* easy : stranded_) {
        curl_easy_pause(easy, CURLPAUSE_RECV);
        curl_easy_pause(easy, CURLPAUSE_CONT);
    }
    stranded_.clear();
}

int CurlMulti::patience(Clock::time_point until) const {
    for (const auto& member : members_) {
        if (member.alarm) until = std::min(until, *member.alarm);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

int CurlMulti::on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void*) {
    auto& member = *static_cast<Member*>(self);
    auto& multi = *member.multi;
    if (what != CURL_POLL_REMOVE) {
        multi.watch(socket, interest(what), static_cast<std::size_t>(&member - multi.members_.data()));
        return 0;
    }
    epoll_ctl(multi.events_, EPOLL_CTL_DEL, socket, nullptr);
    // Outside of act() it is being taken down, and may be gone soon.
    if (multi.acting_ && !is_connected(easy)) multi.stranded_.push_back(easy);
    return 0;
}

int CurlMulti::on_timer(CURLM*, long milliseconds, void* self) {
    auto& alarm = static_cast<Member*>(self)->alarm;
    alarm.reset();
    if (milliseconds >= 0) alarm = Clock::now() + std::chrono::milliseconds(milliseconds);
    return 0;
}

}  // namespace alysio::sandbox::services
