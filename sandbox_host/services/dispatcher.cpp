#include "sandbox_host/services/dispatcher.hpp"

#include <algorithm>

namespace alysio::sandbox::services {

namespace {

connection::RequestView view_of(const HttpRequest& request) {
    connection::RequestView view;
    view.method = request.method;
    view.effect = request.effect;
    view.path = request.path;
    view.query.assign(request.query.begin(), request.query.end());
    view.headers.assign(request.headers.begin(), request.headers.end());
    view.body = request.body;
    return view;
}

}  // namespace

Dispatcher::~Dispatcher() {
    while (!pending_.empty()) remove(*pending_.begin()->second);
}

void Dispatcher::post(Command command, std::shared_ptr<Transfer> transfer) {
    const std::lock_guard lock(mutex_);
    commands_.emplace_back(command, std::move(transfer));
}

void Dispatcher::turn() {
    take_commands();
    expire();
    admit_all();
}

void Dispatcher::take_commands() {
    std::vector<std::pair<Command, std::shared_ptr<Transfer>>> commands;
    {
        std::lock_guard lock(mutex_);
        commands.swap(commands_);
    }
    for (const auto& [command, transfer] : commands) {
        if (command == Command::submit) {
            begin(transfer);
            continue;
        }
        const auto found = pending_.find(transfer.get());
        if (found == pending_.end()) continue;
        auto& request = *found->second;
        if (command == Command::forget) {
            remove(request);
        } else if (request.attempt != nullptr) {
            start_clock(request);
            request.attempt->resume();
        }
    }
}

void Dispatcher::begin(const std::shared_ptr<Transfer>& transfer) {
    if (transfer->dropped()) return;
    auto& request = *pending_.emplace(transfer.get(), std::make_unique<PendingRequest>()).first->second;
    request.number = ++last_number_;
    request.transfer = transfer;
    request.started = clock_->now();
    if (transfer->request.timeout.count() > 0) {
        request.left = transfer->request.timeout;
        start_clock(request);
    }

    auto opened = transfer->connection->open(view_of(transfer->request));
    if (!opened) {
        end(request, {ALYSIO_HTTP_NOT_SENT, std::move(opened).error()});
        return;
    }
    request.session = *std::move(opened);
    auto& admission = transfer->connection->admission();
    request.ticket = admission.enter(transfer->request.call);
    auto& queue = waiting_[&admission];
    if (queue.requests.empty()) queue.number = request.number;
    queue.requests.emplace(*request.ticket, &request);
}

void Dispatcher::admit_all() {
    // Those that wait in vain for nothing are struck from the list, so it holds no admission that may be gone.
    std::erase_if(waiting_, [](const auto& queue) { return queue.second.requests.empty(); });
    std::vector<std::pair<std::uint64_t, connection::Admission*>> admissions;
    for (const auto& [admission, queue] : waiting_) admissions.emplace_back(queue.number, admission);
    std::sort(admissions.begin(), admissions.end());  // not by where they lie in memory
    for (const auto& [number, admission] : admissions) admit(*admission);
}

void Dispatcher::admit(connection::Admission& admission) {
    for (const auto ticket : admission.admit(clock_->now())) {
        auto& queue = waiting_[&admission].requests;
        const auto found = queue.find(ticket);
        if (found == queue.end()) continue;
        auto& request = *found->second;
        queue.erase(found);
        launch(request);
    }
}

void Dispatcher::launch(PendingRequest& request) {
    request.attempt = network_.start(*request.transfer, std::move(request.session), request.replayed,
                                     [this, &request] { stop_clock(request); });
}

void Dispatcher::start_clock(PendingRequest& request) {
    if (!request.left) return;
    request.limit = clock_->now() + *std::exchange(request.left, std::nullopt);
    limits_.emplace(std::pair(*request.limit, request.number), &request);
}

void Dispatcher::stop_clock(PendingRequest& request) {
    if (!request.limit) return;
    limits_.erase({*request.limit, request.number});
    request.left = *std::exchange(request.limit, std::nullopt) - clock_->now();
}

void Dispatcher::conclude(Attempt& attempt, TransferEnd end_of_network) {
    auto& request = *pending_.at(&attempt.transfer());
    attempt.stop();
    if (request.transfer->dropped()) return remove(request);
    if (auto ended = attempt.finish(std::move(end_of_network))) return end(request, std::move(*ended));
    if (!request.transfer->rewind()) return remove(request);  // dropped just now
    request.session = attempt.take_session();
    request.replayed = true;
    launch(request);
}

void Dispatcher::end(PendingRequest& request, TransferEnd end) {
    record(request, end);
    request.transfer->put(std::move(end));
    remove(request);
}

void Dispatcher::remove(PendingRequest& request) {
    if (request.attempt != nullptr) request.attempt->stop();
    stop_clock(request);
    if (request.ticket) {
        auto& admission = request.transfer->connection->admission();
        waiting_[&admission].requests.erase(*request.ticket);
        admission.leave(*request.ticket);
    }
    // Whoever waits behind it has its turn in this round still: admit_all() looks at every queue that is not empty.
    pending_.erase(request.transfer.get());
}

void Dispatcher::expire() {
    const auto now = clock_->now();
    while (!limits_.empty() && limits_.begin()->first.first <= now) {
        auto& request = *limits_.begin()->second;
        connection::RequestError failure;
        failure.status = ALYSIO_E_TIMEOUT;
        failure.message = "The server did not answer within the request's time limit.";
        const auto sent = request.attempt == nullptr ? ALYSIO_HTTP_NOT_SENT : request.attempt->sent();
        end(request, {sent, std::move(failure)});
    }
}

runtime::Clock::Time Dispatcher::next() const {
    const auto now = clock_->now();
    auto until = now + std::chrono::minutes(1);
    if (!limits_.empty()) until = std::min(until, limits_.begin()->first.first);
    for (const auto& [admission, queue] : waiting_) {
        if (queue.requests.empty()) continue;
        if (const auto next = admission->next(now)) until = std::min(until, *next);
    }
    return until;
}

// Never the address or a header: they hold what people asked for, and credentials.
void Dispatcher::record(const PendingRequest& request, const TransferEnd& end) const {
    const bool failed = end.failure.status != ALYSIO_OK;
    const auto level = failed ? ALYSIO_LOG_WARN : ALYSIO_LOG_DEBUG;
    if (!log_->wants(level)) return;
    using std::chrono::duration_cast;
    const auto spent = duration_cast<std::chrono::microseconds>(clock_->now() - request.started).count();
    const auto* attempt = request.attempt.get();
    const runtime::LogField fields[] = {
        {"connection", request.transfer->connection->name()},
        {"http_status", std::int64_t{attempt == nullptr ? 0 : attempt->status()}},
        {"status", std::int64_t{end.failure.status}},
        {"sent", std::int64_t{end.sent}},
        {"microseconds", std::int64_t{spent}},
        {"detail", std::string_view(attempt == nullptr ? "" : attempt->detail())},
    };
    const std::string_view message = failed ? std::string_view(end.failure.message) : "answered";
    log_->write(
        {level, "http", failed ? "http.failed" : "http.answered", message, request.transfer->request.call, fields});
}

}  // namespace alysio::sandbox::services
