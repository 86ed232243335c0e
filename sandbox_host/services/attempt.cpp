#include "sandbox_host/services/attempt.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::sandbox::services {

namespace {

constexpr std::size_t most_header_bytes = 256 * 1024;

// About the bytes on the wire, which the plugin never sees.
bool describes_the_wire(std::string_view lower_name) {
    return lower_name == "content-encoding" || lower_name == "content-length" || lower_name == "transfer-encoding" ||
           lower_name == "connection" || lower_name == "keep-alive";
}

}  // namespace

connection::RequestError failure(alysio_status status, const char* message) {
    connection::RequestError result;
    result.status = status;
    result.message = message;
    return result;
}

void Attempt::begin_head(int status) {
    headers_.clear();
    status_ = status;
}

bool Attempt::take_header_line(std::string_view line) {
    if (head_done_) return true;  // trailers
    header_bytes_ += line.size();
    if (header_bytes_ > most_header_bytes) {
        end_ = {sent(), failure(ALYSIO_E_BROKEN, "The head of the server's answer is too large.")};
        return false;
    }
    if (base::trim(line).empty()) return status_ < 200 || take_head();
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
        headers_.emplace_back(base::lower(base::trim(line.substr(0, colon))), base::trim(line.substr(colon + 1)));
    }
    return true;
}

bool Attempt::take_head() {
    head_done_ = true;
    if (!transfer_.answered()) return false;  // dropped
    const auto coding = std::find_if(headers_.begin(), headers_.end(),
                                     [](const auto& header) { return header.first == "content-encoding"; });
    const auto name = coding == headers_.end() ? std::string() : base::lower(coding->second);
    const bool gzip = name == "gzip" || name == "x-gzip";
    if (!gzip && !name.empty() && name != "identity") {
        end_ = {ALYSIO_HTTP_ANSWERED, failure(ALYSIO_E_BROKEN, "The server compressed its answer in an unknown way.")};
        return false;
    }
    gathered_.emplace(gzip);
    if (!session_->collects(head())) hand_over();
    return true;
}

Attempt::Taken Attempt::take_body(std::string_view chunk) {
    if (handed_over_) {
        if (transfer_.put(chunk)) return Taken::all;
        paused_ = true;
        on_pause_();
        return Taken::nothing;
    }
    gathered_->feed(chunk);
    const bool sound = gathered_->peek(connection::RequestSession::collect_limit);
    const bool enough = !sound || gathered_->peeked().size() >= connection::RequestSession::collect_limit;
    return !enough || decide() ? Taken::all : Taken::enough;
}

bool Attempt::decide() {
    auto verdict = session_->judge(head(), gathered_->peeked());
    if (const auto* refused = std::get_if<connection::RequestError>(&verdict)) {
        // Somebody in between answered in the server's place. Down is down: the request may have got through. Any other
        // refusal says that it was not passed on.
        const bool maybe = refused->status == ALYSIO_E_UNAVAILABLE;
        end_ = {maybe ? ALYSIO_HTTP_MAYBE_SENT : ALYSIO_HTTP_NOT_SENT, *refused};
        return false;
    }
    if (std::holds_alternative<connection::Replay>(verdict) && !last_) {
        replay_ = true;
        return false;
    }
    hand_over();
    return true;
}

void Attempt::hand_over() {
    Response response{status_, {}, std::move(session_), std::move(*gathered_)};
    for (auto& header : headers_) {
        if (describes_the_wire(header.first) || !response.session->shows_header(header.first)) continue;
        response.session->mask(header.second);
        response.headers.push_back(std::move(header));
    }
    handed_over_ = true;
    transfer_.put(std::move(response));
}

connection::ResponseHead Attempt::head() const {
    connection::ResponseHead view;
    view.status = status_;
    for (const auto& [name, value] : headers_) view.headers.emplace_back(name, value);
    return view;
}

std::optional<TransferEnd> Attempt::finish(TransferEnd end_of_network) {
    // A body that was to be looked at first, and ended before that.
    if (gathered_ && !handed_over_ && !replay_ && !end_) decide();
    if (replay_) return std::nullopt;
    return end_ ? *std::move(end_) : std::move(end_of_network);
}

alysio_http_sent Attempt::sent() const noexcept {
    if (head_done_) return ALYSIO_HTTP_ANSWERED;
    return has_written() ? ALYSIO_HTTP_MAYBE_SENT : ALYSIO_HTTP_NOT_SENT;
}

}  // namespace alysio::sandbox::services
