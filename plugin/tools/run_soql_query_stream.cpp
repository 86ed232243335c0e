#include "plugin/tools/run_soql_query_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace alysio::salesforce {

namespace {

using records::PageOutcome;

constexpr std::uint64_t progress_interval_ns = 100'000'000;
constexpr std::uint64_t slow_answer_ns = 10'000'000;
constexpr std::uint64_t largest_page = 2'000;  // rows, by Salesforce's documentation

Error lost_cursor(std::uint64_t rows) {
    Error error(
        ErrorCode::unavailable,
        fmt::format("Salesforce gave up this query's cursor after {} rows (it expired, or the session changed).", rows),
        "Run it again with ORDER BY Id and nothing else: such a query can go on where it stopped. Or ask for "
        "less at a time, with WHERE Id > the last one.",
        Outcome::partial);
    error.salesforce_code = "INVALID_QUERY_LOCATOR";
    error.retryable = true;
    return error;
}

}  // namespace

QueryStream::QueryStream(Rest& rest, const records::Outline& outline, QueryOutput& output, std::uint64_t max_rows)
    : fetcher_(rest), outline_(outline), output_(output), children_(fetcher_, outline, output), max_rows_(max_rows) {}

Task<bool> QueryStream::run() {
    next_ = fetcher_.start(get_query(outline_.query, outline_.all_rows));
    while (next_) {
        const PageFetcher::FetchPointer current = std::move(next_);
        const std::string_view beginning = co_await current->exchange.beginning(records::enough_for_head);
        // Two pages that arrive at once cost more work than one after the other, but less time than a second wait.
        const bool server_is_slow = call().core().now_ns() - current->started_ns >= slow_answer_ns;
        if (server_is_slow) start_next_early(records::peek_head(beginning));
        Answer answer = co_await fetcher_.rest().settle(current->exchange, current->request);
        bool goes_on = false;
        if (answer.ok()) {
            goes_on = co_await take_page(std::move(answer.body));
        } else {
            goes_on = co_await go_on_after(answer);
        }
        if (!goes_on || failure()) co_return false;
    }
    co_return true;
}

bool QueryStream::complete() const {
    const bool cut = rows_ >= max_rows_ && total_ > 0 && rows_ < static_cast<std::uint64_t>(total_);
    return done_ && !cut && children_.complete();
}

Task<bool> QueryStream::take_page(std::string page) {
    const records::PageHead head = records::peek_head(page);
    const std::uint64_t wanted = max_rows_ - rows_;
    if (first_page_) {
        const bool fewer = head.total_size > 0 && static_cast<std::uint64_t>(head.total_size) > max_rows_;
        output_.expect_rows(fewer ? static_cast<std::int64_t>(max_rows_) : head.total_size);
    }
    start_next_early(head);

    page_rows_.clear();
    const PageOutcome outcome = output_.read(page, wanted, page_rows_);
    if (first_page_) {
        total_ = outcome.total_size;
        output_.keep_preview(page, page_rows_, outcome);
        first_page_ = false;
    }
    reusable_ = std::move(page);
    reuse_buffer();

    rows_ += outcome.rows;
    last_id_ = outcome.last_id;
    done_ = outcome.done;
    const bool goes_on = !outcome.done && !outcome.next_url.empty() && !outcome.fault && rows_ < max_rows_;
    if (goes_on) fetcher_.count_rows(outcome.rows);
    if (goes_on && outcome.next_url == std::exchange(last_url_, outcome.next_url)) fetcher_.fail_at_foreign_link();
    if (!goes_on) next_.reset();
    if (goes_on && !next_ && page_rows_.gaps().empty()) start_next(outcome.next_url);
    tell_progress();

    const bool written = co_await children_.write(page_rows_);
    if (!written) {
        rows_ -= outcome.rows;
        fetcher_.fail_if_stopped();
        co_return false;
    }
    if (outcome.fault && rows_ < max_rows_) fetcher_.fail_at(*outcome.fault);
    if (failure()) co_return false;
    if (goes_on && !next_) start_next(outcome.next_url);
    co_return co_await fetcher_.let_others_run();
}

// After an answer that is none. On a later page, a 401 may mean that the session changed under the cursor; the connection
// itself is asked whether it still works.
Task<bool> QueryStream::go_on_after(const Answer& answer) {
    if (first_page_ || !is_lost_cursor(answer)) {
        fetcher_.fail(fetcher_.rest().explain(answer));
        co_return false;
    }
    if (answer.http_status == 401) {
        Request probe = get_connection();
        const Answer alive = co_await fetcher_.rest().send(std::move(probe));
        if (!alive.ok()) {
            fetcher_.fail(fetcher_.rest().explain(alive));
            co_return false;
        }
    }
    const std::optional<std::string> rest_of_query = records::query_after(outline_, last_id_, rows_);
    if (!rest_of_query || rows_at_last_loss_ == rows_) {
        fetcher_.fail(lost_cursor(rows_));
        co_return false;
    }
    rows_at_last_loss_ = rows_;
    next_ = fetcher_.start(get_query(*rest_of_query, outline_.all_rows));
    co_return true;
}

std::vector<std::string> QueryStream::warnings() const {
    std::vector<std::string> warnings = children_.warnings();
    if (!failure() && !done_ && rows_ < max_rows_)
        warnings.emplace_back("Salesforce has more rows, but did not say where.");
    return warnings;
}

void QueryStream::start_next(const std::string& next_url) {
    next_ = fetcher_.start_page(next_url);
    reuse_buffer();
}

// Pages are much the same size, so each takes the memory of one before it: where nothing of it arrived while that one was
// read, of the very last.
void QueryStream::reuse_buffer() {
    if (next_) next_->exchange.use_memory(reusable_);
}

// Where nothing can stand between this page and the next one: no child rows, and no max_records that this page may meet.
void QueryStream::start_next_early(const records::PageHead& head) {
    const std::int64_t total = first_page_ ? head.total_size : total_;
    const bool all_wanted = total >= 0 && static_cast<std::uint64_t>(total) <= max_rows_;
    const bool certain = outline_.subqueries.empty() && (all_wanted || max_rows_ - rows_ > largest_page);
    if (certain && !next_ && !head.next_url.empty() && get_next_page(head.next_url)) start_next(head.next_url);
}

void QueryStream::tell_progress() {
    const std::uint64_t now = call().core().now_ns();
    if (last_progress_ns_ != 0 && now < last_progress_ns_ + progress_interval_ns) return;
    last_progress_ns_ = now;
    const std::uint64_t expected = total_ < 0 ? 0 : std::min(static_cast<std::uint64_t>(total_), max_rows_);
    call().progress(rows_, std::max(expected, rows_), "rows");
}

}  // namespace alysio::salesforce
