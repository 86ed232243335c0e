#pragma once

#include "sandbox_host/services/attempt.hpp"

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace alysio::sandbox::services {

struct CurlFree {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using CurlEasy = std::unique_ptr<CURL, CurlFree>;
using CurlList = std::unique_ptr<curl_slist, CurlFree>;
void append(CurlList& list, const char* line);

struct AttemptOptions {
    CURLSH* share = nullptr;          ///< TLS sessions, so that a fresh connection need not be a slow one
    curl_slist* addresses = nullptr;  ///< of hosts that nobody is asked about
    std::string no_proxy;             ///< hosts that are reached directly
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(30);
    std::chrono::seconds silence = std::chrono::seconds(150);
};

/// An attempt on the real network: an easy handle of libcurl and what its callbacks learn.
class CurlAttempt final : public Attempt {
  public:
    /// Under way with `multi` from here on.
    CurlAttempt(Transfer& transfer, std::unique_ptr<connection::RequestSession> session, bool last,
                std::function<void()> on_pause, const AttemptOptions& options, CURLM* multi);
    ~CurlAttempt() override { stop(); }

    static CurlAttempt& of(CURL* easy);
    /// What libcurl has reported, in our words.
    TransferEnd end_of(CURLcode code) const;
    bool has_connected() const noexcept;

    void stop() noexcept override;
    const char* detail() const noexcept override { return detail_; }

  private:
    void set_body();
    void set_headers(const connection::WireRequest& wire);
    void set_callbacks();
    void go_on() override;
    bool has_written() const noexcept override;

    static int on_start(void* self, char*, char*, int, int);
    static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self);
    static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self);

    CurlEasy easy_;
    CURLM* multi_;  // null: it was taken off the wire
    CurlList header_list_;
    char detail_[CURL_ERROR_SIZE] = "";
};

}  // namespace alysio::sandbox::services
