#include "sandbox_host/services/transport.hpp"

#include "sandbox_host/services/attempt.hpp"
#include "sandbox_host/services/multi.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace alysio::sandbox::services {

namespace {

using Clock = std::chrono::steady_clock;

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
    std::unique_ptr<connection::RequestSession> exchange;  // until an attempt takes it
    CURLM* multi = nullptr;                                // that the attempt is with
    std::unique_ptr<Attempt> attempt;
    std::optional<connection::Admission::Ticket> ticket;
    bool replayed = false;
    Clock::time_point started = Clock::now();

    // The request's own time limit: how much of it is left while it waits for credit, and else when it is over.
    std::optional<Clock::duration> left;
    std::optional<Clock::time_point> limit;
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
    void admit(connection::Admission& admission);
    void admit_all();
    void launch(Flight& flight);
    void take_down(Flight& flight);
    void collect_finished();
    void start_clock(Flight& flight);
    void stop_clock(Flight& flight);
    void conclude(Flight& flight, CURLcode code);
    void end(Flight& flight, TransferEnd end);
    void remove(Flight& flight);
    void expire();
    Clock::time_point patience() const;
    void record(const Flight& flight, const TransferEnd& end) const;

    const TransportOptions options_;
    std::unique_ptr<CURLSH, ShareFree> share_;
    CurlList addresses_;
    Multi multi_{options_.idle_connections};
    AttemptOptions attempt_options_;

    std::mutex mutex_;
    std::vector<std::pair<Wish, std::shared_ptr<Transfer>>> wishes_;
    bool stopping_ = false;

    // The loop's own.
    std::unordered_map<const Transfer*, std::unique_ptr<Flight>> flights_;
    std::set<std::pair<Clock::time_point, Flight*>> limits_;  // of those whose clock runs
    std::map<connection::Admission*, std::unordered_map<connection::Admission::Ticket, Flight*>> waiting_;

    std::thread thread_;
};

Transport::Loop::Loop(TransportOptions options) : options_(std::move(options)) {
    share_.reset(curl_share_init());
    if (share_ == nullptr) throw std::bad_alloc();
    curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    for (const auto& address : options_.addresses) append(addresses_, address.c_str());
    attempt_options_.addresses = addresses_.get();
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
    multi_.wake();
    thread_.join();
    while (!flights_.empty()) remove(*flights_.begin()->second);
}

void Transport::Loop::post(Wish wish, std::shared_ptr<Transfer> transfer) {
    {
        std::lock_guard lock(mutex_);
        wishes_.emplace_back(wish, std::move(transfer));
    }
    multi_.wake();
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
        expire();
        admit_all();
        multi_.step(patience());
        collect_finished();
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
            start_clock(flight);
            flight.attempt->resume();
        }
    }
}

void Transport::Loop::begin(const std::shared_ptr<Transfer>& transfer) {
    if (transfer->dropped()) return;
    auto& flight = *flights_.emplace(transfer.get(), std::make_unique<Flight>(transfer)).first->second;
    const auto& request = transfer->request;
    if (request.timeout.count() > 0) {
        flight.left = request.timeout;
        start_clock(flight);
    }

    connection::RequestView view;
    view.method = request.method;
    view.path = request.path;
    view.query.assign(request.query.begin(), request.query.end());
    view.headers.assign(request.headers.begin(), request.headers.end());
    view.body = request.body;
    auto opened = transfer->connection->open(view);
    if (!opened) {
        end(flight, {ALYSIO_HTTP_NOT_SENT, std::move(opened).error()});
        return;
    }
    flight.exchange = *std::move(opened);
    auto& admission = transfer->connection->admission();
    flight.ticket = admission.enter(request.call);
    waiting_[&admission].emplace(*flight.ticket, &flight);
}

void Transport::Loop::admit_all() {
    // Those that wait in vain for nothing are struck from the list, so it holds no admission that may be gone.
    std::erase_if(waiting_, [](const auto& queue) { return queue.second.empty(); });
    std::vector<connection::Admission*> admissions;
    for (const auto& [admission, queue] : waiting_) admissions.push_back(admission);
    for (auto* admission : admissions) admit(*admission);
}

void Transport::Loop::admit(connection::Admission& admission) {
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
    flight.attempt = std::make_unique<Attempt>(*flight.transfer, std::move(flight.exchange), attempt_options_,
                                               flight.replayed, [this, &flight] { stop_clock(flight); });
    curl_easy_setopt(flight.attempt->easy(), CURLOPT_PRIVATE, static_cast<void*>(&flight));
    flight.multi = multi_.handle_of(flight.transfer->connection->name());
    curl_multi_add_handle(flight.multi, flight.attempt->easy());
}

// Off the wire. A connection that is in the middle of something is closed.
void Transport::Loop::take_down(Flight& flight) {
    if (flight.attempt == nullptr) return;
    curl_multi_remove_handle(flight.multi, flight.attempt->easy());
}

void Transport::Loop::collect_finished() {
    std::vector<std::pair<Flight*, CURLcode>> finished;
    while (const CURLMsg* message = multi_.next_finished()) {
        char* flight = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &flight);
        finished.emplace_back(reinterpret_cast<Flight*>(flight), message->data.result);
    }
    for (const auto& [flight, code] : finished) conclude(*flight, code);
}

void Transport::Loop::start_clock(Flight& flight) {
    if (!flight.left) return;
    flight.limit = Clock::now() + *std::exchange(flight.left, std::nullopt);
    limits_.emplace(*flight.limit, &flight);
}

void Transport::Loop::stop_clock(Flight& flight) {
    if (!flight.limit) return;
    limits_.erase({*flight.limit, &flight});
    flight.left = *std::exchange(flight.limit, std::nullopt) - Clock::now();
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
    stop_clock(flight);
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
    while (!limits_.empty() && limits_.begin()->first <= now) {
        auto& flight = *limits_.begin()->second;
        connection::RequestError failure;
        failure.status = ALYSIO_E_TIMEOUT;
        failure.message = "The server did not answer within the request's time limit.";
        const auto sent = flight.attempt == nullptr ? ALYSIO_HTTP_NOT_SENT : flight.attempt->sent();
        end(flight, {sent, std::move(failure)});
    }
}

// How long the loop may sleep; a wakeup or the network end it earlier.
Clock::time_point Transport::Loop::patience() const {
    const auto now = Clock::now();
    auto until = now + std::chrono::minutes(1);
    if (!limits_.empty()) until = std::min(until, limits_.begin()->first);
    for (const auto& [admission, queue] : waiting_) {
        if (queue.empty()) continue;
        if (const auto next = admission->next(now)) until = std::min(until, *next);
    }
    return until;
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
