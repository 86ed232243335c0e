#pragma once

#include <curl/curl.h>

#include <chrono>
#include <optional>
#include <vector>

namespace alysio::sandbox::services {

// libcurl's multi handle, driven by what happens on its sockets: a step costs as much as there is to do, however many
// requests are waiting for their answers. (curl_multi_perform looks at every one of them each time.)
class Multi {
  public:
    using Clock = std::chrono::steady_clock;

    Multi();
    ~Multi();
    Multi(const Multi&) = delete;
    Multi& operator=(const Multi&) = delete;

    CURLM* handle() const noexcept { return multi_; }

    // Sleeps until something happens, somebody wakes it, or that time has come; then does what there is to do.
    void step(Clock::time_point until);
    // Any thread: ends the step that sleeps, or the next one at once.
    void wake() noexcept;

  private:
    static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void*);
    static int on_timer(CURLM*, long milliseconds, void* self);

    void act(curl_socket_t socket, int events);
    void go_on();
    int patience(Clock::time_point until) const;

    CURLM* const multi_;
    const int events_;                        // epoll: libcurl's sockets, and wake_
    const int wake_;                          // eventfd
    std::optional<Clock::time_point> alarm_;  // when libcurl wants to be called, whatever happens
    bool acting_ = false;
    std::vector<CURL*> stranded_;  // an address failed them, and libcurl has not turned to the next one yet
};

}  // namespace alysio::sandbox::services
