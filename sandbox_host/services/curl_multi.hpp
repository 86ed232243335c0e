#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace alysio::sandbox::services {

/// libcurl's multi handles, driven by what happens on their sockets: a step costs as much as there is to do, however many
/// requests are waiting for their answers. (curl_multi_perform looks at every one of them each time.)
///
/// There are several, since for every request that begins and for every one that ends libcurl 7.88 walks a list of the
/// handle's connections: with a thousand of them in one list that was a sixth of what a request cost. Requests of one name
/// share a handle, and so their connections.
class CurlMulti {
  public:
    using Clock = std::chrono::steady_clock;

    /// Connections that each handle keeps for reuse.
    explicit CurlMulti(long idle_connections);
    ~CurlMulti();
    CurlMulti(const CurlMulti&) = delete;
    CurlMulti& operator=(const CurlMulti&) = delete;

    CURLM* handle_of(std::string_view name);

    /// Sleeps until something happens, somebody wakes it, or that time has come; then does what there is to do.
    void step(Clock::time_point until);
    /// What has ended since; null where nothing is left to tell. It stays until the next call of anything here.
    const CURLMsg* next_finished();
    /// Any thread: ends the step that sleeps, or the next one at once.
    void wake() noexcept;

  private:
    struct Member {
        CURLM* handle = nullptr;  // until somebody needs it
        CurlMulti* multi = nullptr;
        std::optional<Clock::time_point> alarm;  // when libcurl wants to be called, whatever happens
    };

    static int on_socket(CURL* easy, curl_socket_t socket, int what, void* member, void*);
    static int on_timer(CURLM*, long milliseconds, void* member);

    void open(Member& member);
    void watch(int file, std::uint32_t events, std::size_t member);
    void act(Member& member, curl_socket_t socket, int events);
    void go_on();
    int patience(Clock::time_point until) const;

    const long idle_connections_;
    std::array<Member, 64> members_;
    const int events_;  // epoll: libcurl's sockets, and wake_
    const int wake_;    // eventfd
    bool acting_ = false;
    std::vector<CURL*> stranded_;  // an address failed them, and libcurl has not turned to the next one yet
};

}  // namespace alysio::sandbox::services
