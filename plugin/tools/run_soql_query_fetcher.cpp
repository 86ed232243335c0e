#include "plugin/tools/run_soql_query_fetcher.hpp"

#include "plugin/salesforce/error_body.hpp"
#include "plugin/salesforce/error_codes.hpp"

#include <fmt/format.h>

namespace alysio::salesforce {

namespace {

Error bad_response(std::string message) {
    return Error(ErrorCode::bad_response, std::move(message), std::string(guidance_of(ErrorCode::bad_response)));
}

}  // namespace

PageFetcher::FetchPointer PageFetcher::start(Request request) {
    return std::make_unique<Fetch>(call(), std::move(request));
}

PageFetcher::FetchPointer PageFetcher::start_page(const std::string& next_url) {
    std::optional<Request> request = get_next_page(next_url);
    if (request) return start(std::move(*request));
    fail_at_foreign_link();
    return nullptr;
}

Task<bool> PageFetcher::let_others_run() {
    co_await call().yield();
    co_return !fail_if_stopped();
}

bool PageFetcher::fail_if_stopped() {
    if (call().stopped() == 0) return false;
    fail(explain_stop(rest_));
    return true;
}

void PageFetcher::fail(Error error) {
    if (!failure_) failure_ = std::move(error);
}

void PageFetcher::fail_at(const records::PageFault& fault) {
    fail(bad_response(fmt::format("A page of the answer is malformed at byte {}: {}.", fault.offset, fault.what)));
}

void PageFetcher::fail_at_foreign_link() {
    fail(bad_response("The link to the next page does not lead to a page of this query."));
}

void PageFetcher::count_rows(std::uint64_t rows) {
    empty_pages_ = rows == 0 ? empty_pages_ + 1 : 0;
    if (empty_pages_ < most_empty_pages) return;
    fail(bad_response(fmt::format("{} pages in a row had no row and another page behind them.", most_empty_pages)));
}

bool is_lost_cursor(const Answer& answer) {
    return answer.status == ALYSIO_OK && (answer.http_status == 401 || answer.http_status == 404 ||
                                          read_error_body(answer).says("INVALID_QUERY_LOCATOR"));
}

Error explain_stop(const Rest& rest) {
    Answer stopped = Answer::stopped(RequestInfo(Verb::get, RequestInfo::Kind::query));
    stopped.sent = ALYSIO_HTTP_ANSWERED;  // those before it were
    return rest.explain(stopped);
}

}  // namespace alysio::salesforce
