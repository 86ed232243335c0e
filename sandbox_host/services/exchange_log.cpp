#include "sandbox_host/services/exchange_log.hpp"

#include <algorithm>

namespace alysio::sandbox::services {

ExchangeNotes::ExchangeNotes(std::shared_ptr<ExchangeLog> log, std::shared_ptr<const runtime::Clock> clock,
                             const HttpRequest& request, std::string_view connection)
    : log_(std::move(log)), clock_(std::move(clock)) {
    record_.call = request.call;
    record_.connection = connection;
    record_.method = request.method;
    record_.path = request.path;
    record_.query = request.query;
    record_.request_body = request.body.substr(0, ExchangeRecord::body_limit);
    record_.request_bytes = request.body.size();
}

void ExchangeNotes::body(std::string_view chunk) {
    const auto room = ExchangeRecord::body_limit - record_.response_body.size();
    record_.response_body += chunk.substr(0, room);
    record_.response_bytes += chunk.size();
}

void ExchangeNotes::end(const TransferEnd& end, bool replayed) {
    record_.sent = end.sent;
    record_.status = end.failure.status;
    record_.message = end.failure.message;
    record_.replayed = replayed;
    record_.spent = clock_->now() - started_;
    log_->write(record_);
}

}  // namespace alysio::sandbox::services
