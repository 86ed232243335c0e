#include "plugin/salesforce/object_name.hpp"
#include "plugin/tools/run_soql_query_stream.hpp"

#include <algorithm>

// The stream's way into the gaps of its rows: child rows that Salesforce gives on pages of their own.
namespace alysio::salesforce {

using records::Gap;
using records::PageOutcome;

// Writes the child rows that belong into a gap, page by page. False: they can't be written.
Task<bool> QueryStream::fill(const Portion& portion, std::size_t index) {
    Gap gap = portion.gaps()[index];
    FetchPointer fetch = fetch_of(gap);
    std::size_t rows_at_last_loss = SIZE_MAX;
    while (fetch) {
        look_ahead(portion, index);
        Answer answer = co_await rest_.settle(fetch->exchange, fetch->request);
        ChildPage page;
        const bool answered = answer.ok();
        if (answered) {
            page.text = std::move(answer.body);
        } else if (!is_lost_cursor(answer)) {
            fail(rest_.explain(answer, fetch->request.asked));
            co_return true;
        } else if (std::exchange(rows_at_last_loss, gap.rows) != gap.rows) {
            page = co_await ask_again(gap);
        }
        if (!answered && page.text.empty()) {
            give_up(gap);
            co_return true;
        }
        fetch.reset();

        Portion children;
        const PageOutcome outcome = output_.read_children(page.text, gap, page.rows_before, children);
        std::string().swap(page.text);
        gap.rows += outcome.rows;
        if (outcome.rows > 0) gap.last_id = outcome.last_id;
        if (outcome.fault) fail_at(*outcome.fault);
        const bool goes_on =
            !outcome.done && !outcome.next_url.empty() && outcome.next_url != gap.next_url && !failure_;
        if (!outcome.done && !goes_on && !failure_) give_up(gap);
        gap.next_url = outcome.next_url;
        if (goes_on && children.gaps().empty()) fetch = start_page(outcome.next_url);

        const bool written = co_await write(children);
        if (!written) co_return false;
        if (goes_on && !fetch && !failure_) fetch = start_page(outcome.next_url);
        if (failure_) co_return true;
        const bool still_wanted = co_await let_others_run();
        if (!still_wanted) co_return true;
    }
    co_return true;
}

QueryStream::FetchPointer QueryStream::fetch_of(const Gap& gap) {
    if (!ahead_ || ahead_->next_url != gap.next_url) return start_page(gap.next_url);
    FetchPointer fetch = std::move(ahead_->fetch);
    ahead_.reset();
    return fetch;
}

// Asks for the first page of the next gap, while a cursor is free that no other query waits for.
void QueryStream::look_ahead(const Portion& portion, std::size_t index) {
    if (ahead_ || index + 1 >= portion.gaps().size()) return;
    sdk::Semaphore::Permit permit = account_.cursors.try_acquire();
    if (!permit) return;
    const std::string& next_url = portion.gaps()[index + 1].next_url;
    if (FetchPointer fetch = start_page(next_url)) ahead_.emplace(Ahead{next_url, std::move(fetch), std::move(permit)});
}

// The child rows of one parent by a query of their own, when their cursor is lost: the page on which the first one that is
// missing stands. Nothing when it does not help, or when the rows before it are others than they were.
Task<QueryStream::ChildPage> QueryStream::ask_again(const Gap& gap) {
    ChildPage page;
    std::optional<std::string> query;
    if (is_object_name(gap.object)) query = records::query_of_children(outline_, gap.path, gap.object, gap.id);
    if (!query) co_return page;
    Request request = get_query(*query);
    Answer answer = co_await rest_.send(std::move(request));
    if (answer.ok()) page.text = output_.child_page(answer.body, gap);

    std::size_t passed = 0;
    while (!page.text.empty()) {
        const PageOutcome known = output_.look_at(page.text, gap.rows - passed);
        passed += known.rows;
        page.rows_before = known.rows;
        const bool arrived = passed == gap.rows && known.last_id == gap.last_id;
        if (arrived && !known.fault) co_return page;
        page.text.clear();
        std::optional<Request> next;
        if (passed < gap.rows && known.rows > 0 && !known.done) next = get_next_page(known.next_url);
        if (!next) break;
        Answer more = co_await rest_.send(std::move(*next));
        if (more.ok()) page.text = std::move(more.body);
    }
    co_return page;
}

void QueryStream::give_up(const Gap& gap) {
    const auto known = static_cast<std::int64_t>(gap.rows);
    if (gap.total > known) children_missing_ += gap.total - known;
    const std::string& parent = gap.id.empty() ? gap.path : gap.id;
    if (std::find(parents_cut_short_.begin(), parents_cut_short_.end(), parent) == parents_cut_short_.end())
        parents_cut_short_.push_back(parent);
}

}  // namespace alysio::salesforce
