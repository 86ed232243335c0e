#include "sandbox_host/services/curl_transport.hpp"

#include "sandbox_host/services/curl_attempt.hpp"
#include "sandbox_host/services/curl_multi.hpp"
#include "sandbox_host/services/dispatcher.hpp"

#include <curl/curl.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <new>
#include <thread>
#include <utility>

namespace alysio::sandbox::services {

namespace {

struct ShareFree {
    void operator()(CURLSH* share) const noexcept { curl_share_cleanup(share); }
};

// This machine is reached without a proxy, whatever the environment says of others.
std::string hosts_without_proxy() {
    std::string hosts = "localhost,127.0.0.1,::1";
    for (const char* name : {"no_proxy", "NO_PROXY"}) {
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return hosts + "," + value;
    }
    return hosts;
}

}  // namespace

class CurlTransport::Loop final : private Network {
  public:
    explicit Loop(const TransportOptions& options);
    ~Loop() override;

    void post(Dispatcher::Command command, std::shared_ptr<Transfer> transfer) {
        dispatcher_.post(command, std::move(transfer));
        multi_.wake();
    }

  private:
    void run();
    void collect_finished();
    std::unique_ptr<Attempt> start(Transfer& transfer, std::unique_ptr<connection::RequestSession> session, bool last,
                                   std::function<void()> on_pause) override;

    std::unique_ptr<CURLSH, ShareFree> share_;
    CurlList addresses_;
    CurlMulti multi_;
    AttemptOptions attempt_options_;
    Dispatcher dispatcher_;  // ends before what its attempts use
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

CurlTransport::Loop::Loop(const TransportOptions& options)
    : share_(curl_share_init()),
      multi_(options.idle_connections),
      dispatcher_(*this, std::make_shared<runtime::SystemClock>(), options.log) {
    if (share_ == nullptr) throw std::bad_alloc();
    curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    for (const auto& address : options.addresses) append(addresses_, address.c_str());
    attempt_options_.addresses = addresses_.get();
    attempt_options_.share = share_.get();
    attempt_options_.no_proxy = hosts_without_proxy();
    attempt_options_.connect_timeout = options.connect_timeout;
    attempt_options_.silence = options.silence;
    thread_ = std::thread([this] { run(); });
}

CurlTransport::Loop::~Loop() {
    stopping_ = true;
    multi_.wake();
    thread_.join();
}

void CurlTransport::Loop::run() {
    // A connection that breaks while TLS writes to it must not end the process. libcurl is told to leave signals alone,
    // as it would change them for all threads.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    while (!stopping_) {
        dispatcher_.turn();
        multi_.step(dispatcher_.next());
        collect_finished();
    }
}

void CurlTransport::Loop::collect_finished() {
    std::vector<std::pair<CurlAttempt*, CURLcode>> finished;
    while (const CURLMsg* message = multi_.next_finished()) {
        finished.emplace_back(&CurlAttempt::of(message->easy_handle), message->data.result);
    }
    for (const auto& [attempt, code] : finished) dispatcher_.conclude(*attempt, attempt->end_of(code));
}

std::unique_ptr<Attempt> CurlTransport::Loop::start(Transfer& transfer,
                                                    std::unique_ptr<connection::RequestSession> session, bool last,
                                                    std::function<void()> on_pause) {
    return std::make_unique<CurlAttempt>(transfer, std::move(session), last, std::move(on_pause), attempt_options_,
                                         multi_.handle_of(transfer.connection->name()));
}

CurlTransport::CurlTransport(const TransportOptions& options) : loop_(std::make_unique<Loop>(options)) {}
CurlTransport::~CurlTransport() = default;

void CurlTransport::submit(std::shared_ptr<Transfer> transfer) {
    loop_->post(Dispatcher::Command::submit, std::move(transfer));
}
void CurlTransport::resume(std::shared_ptr<Transfer> transfer) {
    loop_->post(Dispatcher::Command::resume, std::move(transfer));
}
void CurlTransport::forget(std::shared_ptr<Transfer> transfer) {
    loop_->post(Dispatcher::Command::forget, std::move(transfer));
}

}  // namespace alysio::sandbox::services
