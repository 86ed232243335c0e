#include "plugin/salesforce/rest.hpp"

#include "plugin/salesforce/explain.hpp"

namespace alysio::salesforce {

Rest::Rest(sdk::Call& call, std::function<void()> on_refused_identity)
    : call_(call), on_refused_identity_(std::move(on_refused_identity)) {}

Task<Answer> Rest::send(Request request) {
    sdk::HttpExchange first(call_, request.http);
    co_return co_await settle(first, request);
}

Task<Answer> Rest::settle(sdk::HttpExchange& first, const Request& request) {
    sdk::HttpResponse response = co_await first.response();
    for (int attempt = 1;; ++attempt) {
        Answer answer = read(request.info, std::move(response));
        const bool again = attempt < max_attempts && next_step(answer) == Next::send_again;
        if (!again || call_.stopped() != 0) co_return answer;

        const std::uint64_t wait_ns =
            answer.retry_after_ns != 0 ? answer.retry_after_ns : backoff_ns(attempt, call_.core().random());
        if (wait_ns > longest_wait_ns || !fits_before_deadline(wait_ns)) co_return answer;
        call_.log(ALYSIO_LOG_INFO, "salesforce.retry", request.http.path);
        const bool waited = co_await call_.sleep(wait_ns);
        if (!waited) {
            if (call_.stopped() != 0) co_return Answer::stopped(request.info);
            co_return answer;
        }
        sdk::HttpExchange next(call_, request.http);
        response = co_await next.response();
    }
}

Next Rest::next_step(const Answer& answer) {
    if (answer.ok() || answer.not_modified()) return Next::report;
    return salesforce::next_step(answer.request.verb, effect_of(answer, read_error_body(answer)));
}

Error Rest::explain(const Answer& answer) const {
    const bool cut_short = answer.status == ALYSIO_E_CANCELLED || (call_.stopped() != 0 && answer.status != ALYSIO_OK);
    if (cut_short && call_.stopped() == ALYSIO_CANCEL_DEADLINE) {
        Error error(ErrorCode::timeout, "The time for this call ran out before Salesforce answered.",
                    "Ask for less (fewer rows, fewer fields, a narrower WHERE), or try again.",
                    answer.sent == ALYSIO_HTTP_NOT_SENT ? Outcome::not_sent : Outcome::rejected);
        error.retryable = true;
        return error;
    }
    if (cut_short) {
        return Error(ErrorCode::cancelled, "The call was cancelled.", "Ask again if it is still wanted.",
                     answer.sent == ALYSIO_HTTP_NOT_SENT ? Outcome::not_sent : Outcome::rejected);
    }
    return salesforce::explain(answer, read_error_body(answer));
}

Answer Rest::read(const RequestInfo& request, sdk::HttpResponse response) {
    Answer answer(request, std::move(response));
    if (answer.retry_after_ns == 0) {
        const std::int64_t now_s = call_.core().unix_ns() / 1'000'000'000;
        answer.retry_after_ns = read_retry_after_ns(answer.header("retry-after"), now_s);
    }
    if (const auto usage = read_api_usage(answer.header("sforce-limit-info"))) usage_ = usage;
    const bool refused = answer.http_status == 401 || answer.http_status == 403 ||
                         answer.status == ALYSIO_E_RECONNECT || answer.status == ALYSIO_E_NOT_APPROVED;
    if (refused && on_refused_identity_) on_refused_identity_();
    return answer;
}

bool Rest::fits_before_deadline(std::uint64_t wait_ns) const {
    const std::uint64_t deadline = call_.deadline_ns();
    return deadline == 0 || call_.core().now_ns() + wait_ns < deadline;
}

}  // namespace alysio::salesforce
