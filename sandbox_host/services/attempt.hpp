#pragma once

#include "sandbox_host/services/transfer.hpp"

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::services {

struct CurlFree {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using CurlEasy = std::unique_ptr<CURL, CurlFree>;
using CurlList = std::unique_ptr<curl_slist, CurlFree>;
void append(CurlList& list, const char* line);

struct AttemptOptions {
    CURLSH* share = nullptr;          // TLS sessions, so that a fresh connection need not be a slow one
    curl_slist* addresses = nullptr;  // of hosts that nobody is asked about
    std::string no_proxy;             // hosts that are reached directly
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(30);
};

// One try at a request on the wire: an easy handle of libcurl and what its callbacks learn. I/O thread only.
class Attempt {
  public:
    // `on_pause`: what came could not be taken; nothing more comes before resume().
    Attempt(Transfer& transfer, std::unique_ptr<connection::RequestSession> exchange, const AttemptOptions& options,
            bool last, std::function<void()> on_pause);
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;

    CURL* easy() const noexcept { return easy_.get(); }
    void resume();

    // After libcurl has reported `code`: how the transfer ends, after what was put into it. Nothing: it is to be tried
    // once more, with the exchange from here.
    std::optional<TransferEnd> finish(CURLcode code);
    std::unique_ptr<connection::RequestSession> take_exchange() noexcept { return std::move(exchange_); }

    // Whether the server may have acted, now.
    alysio_http_sent sent() const noexcept;
    // What libcurl says of a failure, for the operator's log.
    const char* detail() const noexcept { return detail_; }
    int status() const noexcept { return status_; }

  private:
    void set_body();
    void set_headers(const connection::WireRequest& wire);
    void set_callbacks();

    static int on_start(void* self, char*, char*, int, int);
    static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self);
    static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self);

    bool take_header_line(std::string_view line);
    bool take_head();
    std::size_t take_body(std::string_view chunk);
    // False: the transfer is over, whatever else the server has to say.
    bool decide();
    void hand_over();
    connection::ResponseHead head() const;
    TransferEnd end_of(CURLcode code) const;

    Transfer& transfer_;
    std::unique_ptr<connection::RequestSession> exchange_;
    const bool last_;  // no replay after this one
    const std::function<void()> on_pause_;
    CurlEasy easy_;
    CurlList header_list_;
    char detail_[CURL_ERROR_SIZE] = "";

    int status_ = 0;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::size_t header_bytes_ = 0;
    bool head_done_ = false;
    bool paused_ = false;
    bool handed_over_ = false;
    std::optional<Decoder> gathered_;  // while the exchange wants to see the body first
    bool replay_ = false;
    std::optional<TransferEnd> end_;  // where it is known before libcurl reports
};

}  // namespace alysio::sandbox::services
