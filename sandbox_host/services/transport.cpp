#include "sandbox_host/services/transport.hpp"

#include "sandbox_host/services/attempt.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace alysio::sandbox::services {

namespace {

using Clock = std::chrono::steady_clock;

struct MultiFree {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};
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

// A request that the loop knows: it waits for its turn, or has an attempt on the wire.
struct Flight {
    explicit Flight(std::shared_ptr<Transfer> of) : transfer(std::move(of)) {}

    std::shared_ptr<Transfer> transfer;
    std::unique_ptr<Exchange> exchange;  // until an attempt takes it
    std::unique_ptr<Attempt> attempt;
    std::optional<Admission::Ticket> ticket;
    bool replayed = false;
    Clock::time_point started = Clock::now();

    // The request's own time limit: how much of it is left, and since when it runs (not while waiting for credit).
    std::optional<std::chrono::nanoseconds> left;
    Clock::time_point running_since = started;
    bool runs = true;

    void hold() {
        if (left && std::exchange(runs, false)) *left -= Clock::now() - running_since;
    }
    void go_on() {
        if (left && !std::exchange(runs, true)) running_since = Clock::now();
    }
    std::optional<Clock::time_point> limit() const {
        if (!left || !runs) return std::nullopt;
        return running_since + std::chrono::duration_cast<Clock::duration>(*left);
    }
};

}  // namespace

class Transport::Loop {
  public:
    explicit Loop(TransportOptions options);
    ~Loop();

    enum class Wish { submit, resume, forget };
    void post(Wish wish, std::shared_ptr<Transfer> transfer);

  private:
    void run();
    void take_wishes();
    void begin(const std::shared_ptr<Transfer>& transfer);
    void admit(Admission& admission);
    void admit_all();
    void launch(Flight& flight);
    void take_down(Flight& flight);
    void collect_finished();
    void hold_paused();
    void conclude(Flight& flight, CURLcode code);
    void end(Flight& flight, TransferEnd end);
    void remove(Flight& flight);
    void expire();
    int patience() const;
    void record(const Flight& flight, const TransferEnd& end) const;

    const TransportOptions options_;
    std::unique_ptr<CURLSH, ShareFree> share_;
    std::unique_ptr<CURLM, MultiFree> multi_;
    AttemptOptions attempt_options_;

    std::mutex mutex_;
    std::vector<std::pair<Wish, std::shared_ptr<Transfer>>> wishes_;
    bool stopping_ = false;

    // The loop's own.
    std::unordered_map<const Transfer*, std::unique_ptr<Flight>> flights_;
    std::map<Admission*, std::unordered_map<Admission::Ticket, Flight*>> waiting_;

    std::thread thread_;
};

Transport::Loop::Loop(TransportOptions options) : options_(std::move(options)) {
    static const CURLcode global = curl_global_init(CURL_GLOBAL_DEFAULT);
    share_.reset(curl_share_init());
    multi_.reset(curl_multi_init());
    if (global != CURLE_OK || share_ == nullptr || multi_ == nullptr) throw std::bad_alloc();
    curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, options_.idle_connections);
    attempt_options_.share = share_.get();
    attempt_options_.no_proxy = hosts_without_proxy();
    attempt_options_.connect_timeout = options_.connect_timeout;
    thread_ = std::thread([this] { run(); });
}

Transport::Loop::~Loop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    curl_multi_wakeup(multi_.get());
    thread_.join();
    while (!flights_.empty()) remove(*flights_.begin()->second);
}

void Transport::Loop::post(Wish wish, std::shared_ptr<Transfer> transfer) {
    {
        std::lock_guard lock(mutex_);
        wishes_.emplace_back(wish, std::move(transfer));
    }
    curl_multi_wakeup(multi_.get());
}

void Transport::Loop::run() {
    // A connection that breaks while TLS writes to it must not end the process. libcurl is told to leave signals alone,
    // as it would change them for all threads.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    for (;;) {
        {
            std::lock_guard lock(mutex_);
            if (stopping_) return;
        }
        take_wishes();
        int running = 0;
        curl_multi_perform(multi_.get(), &running);
        collect_finished();
        hold_paused();
        expire();
        admit_all();
        curl_multi_poll(multi_.get(), nullptr, 0, patience(), nullptr);
    }
}

void Transport::Loop::take_wishes() {
    std::vector<std::pair<Wish, std::shared_ptr<Transfer>>> wishes;
    {
        std::lock_guard lock(mutex_);
        wishes.swap(wishes_);
    }
    for (const auto& [wish, transfer] : wishes) {
        if (wish == Wish::submit) {
            begin(transfer);
            continue;
        }
        const auto found = flights_.find(transfer.get());
        if (found == flights_.end()) continue;
        auto& flight = *found->second;
        if (wish == Wish::forget) {
            remove(flight);
        } else if (flight.attempt != nullptr) {
            flight.go_on();
            flight.attempt->resume();
        }
    }
}

void Transport::Loop::begin(const std::shared_ptr<Transfer>& transfer) {
    if (transfer->dropped()) return;
    auto& flight = *flights_.emplace(transfer.get(), std::make_unique<Flight>(transfer)).first->second;
    const auto& request = transfer->request;
    if (request.timeout.count() > 0) flight.left = request.timeout;

    RequestView view;
    view.method = request.method;
    view.path = request.path;
    view.query.assign(request.query.begin(), request.query.end());
    view.headers.assign(request.headers.begin(), request.headers.end());
    view.body = request.body;
    auto opened = transfer->connection->open(view);
    if (const auto* refused = std::get_if<Failure>(&opened)) {
        end(flight, {ALYSIO_HTTP_NOT_SENT, *refused});
        return;
    }
    flight.exchange = std::move(std::get<0>(opened));
    auto& admission = transfer->connection->admission();
    flight.ticket = admission.enter(request.call);
    waiting_[&admission].emplace(*flight.ticket, &flight);
}

void Transport::Loop::admit_all() {
    // Those that wait in vain for nothing are struck from the list, so it holds no admission that may be gone.
    std::erase_if(waiting_, [](const auto& queue) { return queue.second.empty(); });
    std::vector<Admission*> admissions;
    for (const auto& [admission, queue] : waiting_) admissions.push_back(admission);
    for (auto* admission : admissions) admit(*admission);
}

void Transport::Loop::admit(Admission& admission) {
    for (const auto ticket : admission.admit(Clock::now())) {
        auto& queue = waiting_[&admission];
        const auto found = queue.find(ticket);
        if (found == queue.end()) continue;
        auto& flight = *found->second;
        queue.erase(found);
        launch(flight);
    }
}

void Transport::Loop::launch(Flight& flight) {
    flight.attempt =
        std::make_unique<Attempt>(*flight.transfer, std::move(flight.exchange), attempt_options_, flight.replayed);
    curl_easy_setopt(flight.attempt->easy(), CURLOPT_PRIVATE, static_cast<void*>(&flight));
    curl_multi_add_handle(multi_.get(), flight.attempt->easy());
}

// Off the wire. A connection that is in the middle of something is closed.
void Transport::Loop::take_down(Flight& flight) {
    if (flight.attempt == nullptr) return;
    curl_multi_remove_handle(multi_.get(), flight.attempt->easy());
}

void Transport::Loop::collect_finished() {
    int queued = 0;
    std::vector<std::pair<Flight*, CURLcode>> finished;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &queued)) {
        if (message->msg != CURLMSG_DONE) continue;
        char* flight = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &flight);
        finished.emplace_back(reinterpret_cast<Flight*>(flight), message->data.result);
    }
    for (const auto& [flight, code] : finished) conclude(*flight, code);
}

void Transport::Loop::hold_paused() {
    for (const auto& [transfer, flight] : flights_) {
        if (flight->attempt != nullptr && flight->attempt->paused()) flight->hold();
    }
}

void Transport::Loop::conclude(Flight& flight, CURLcode code) {
    take_down(flight);
    if (flight.transfer->dropped()) return remove(flight);
    if (auto ended = flight.attempt->finish(code)) return end(flight, std::move(*ended));
    if (!flight.transfer->rewind()) return remove(flight);  // dropped just now
    flight.exchange = flight.attempt->take_exchange();
    flight.replayed = true;
    launch(flight);
}

void Transport::Loop::end(Flight& flight, TransferEnd end) {
    record(flight, end);
    flight.transfer->put(std::move(end));
    remove(flight);
}

void Transport::Loop::remove(Flight& flight) {
    take_down(flight);
    if (flight.ticket) {
        auto& admission = flight.transfer->connection->admission();
        waiting_[&admission].erase(*flight.ticket);
        admission.leave(*flight.ticket);
    }
    // Whoever waits behind it has its turn in this round still: admit_all() looks at every queue that is not empty.
    flights_.erase(flight.transfer.get());
}

void Transport::Loop::expire() {
    const auto now = Clock::now();
    std::vector<Flight*> late;
    for (const auto& [transfer, flight] : flights_) {
        if (const auto limit = flight->limit(); limit && *limit <= now) late.push_back(flight.get());
    }
    for (auto* flight : late) {
        Failure failure;
        failure.status = ALYSIO_E_TIMEOUT;
        failure.message = "The server did not answer within the request's time limit.";
        const auto sent = flight->attempt == nullptr ? ALYSIO_HTTP_NOT_SENT : flight->attempt->sent();
        end(*flight, {sent, std::move(failure)});
    }
}

// How long the loop may sleep, in milliseconds; a wakeup or the network end it earlier.
int Transport::Loop::patience() const {
    const auto now = Clock::now();
    auto until = now + std::chrono::minutes(1);
    for (const auto& [transfer, flight] : flights_) {
        if (const auto limit = flight->limit()) until = std::min(until, *limit);
    }
    for (const auto& [admission, queue] : waiting_) {
        if (queue.empty()) continue;
        if (const auto next = admission->next(now)) until = std::min(until, *next);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
    return static_cast<int>(std::max<std::int64_t>(left, 0));
}

// Never the address or a header: they hold what people asked for, and credentials.
void Transport::Loop::record(const Flight& flight, const TransferEnd& end) const {
    const bool failed = end.failure.status != ALYSIO_OK;
    const auto level = failed ? ALYSIO_LOG_WARN : ALYSIO_LOG_DEBUG;
    if (!options_.log->wants(level)) return;
    using std::chrono::duration_cast;
    const auto spent = duration_cast<std::chrono::microseconds>(Clock::now() - flight.started).count();
    const auto* attempt = flight.attempt.get();
    const runtime::LogField fields[] = {
        {"connection", flight.transfer->connection->name()},
        {"http_status", std::int64_t{attempt == nullptr ? 0 : attempt->status()}},
        {"status", std::int64_t{end.failure.status}},
        {"sent", std::int64_t{end.sent}},
        {"microseconds", std::int64_t{spent}},
        {"detail", std::string_view(attempt == nullptr ? "" : attempt->detail())},
    };
    const std::string_view message = failed ? std::string_view(end.failure.message) : "answered";
    options_.log->write(
        {level, "http", failed ? "http.failed" : "http.answered", message, flight.transfer->request.call, fields});
}

Transport::Transport(TransportOptions options) : loop_(std::make_unique<Loop>(std::move(options))) {}
Transport::~Transport() = default;

void Transport::submit(std::shared_ptr<Transfer> transfer) {
    loop_->post(Loop::Wish::submit, std::move(transfer));
}
void Transport::resume(std::shared_ptr<Transfer> transfer) {
    loop_->post(Loop::Wish::resume, std::move(transfer));
}
void Transport::forget(std::shared_ptr<Transfer> transfer) {
    loop_->post(Loop::Wish::forget, std::move(transfer));
}

}  // namespace alysio::sandbox::services
