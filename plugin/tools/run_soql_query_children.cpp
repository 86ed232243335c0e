#include "plugin/tools/run_soql_query_children.hpp"

#include "plugin/salesforce/object_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace alysio::salesforce {

namespace {

using records::Gap;
using records::PageOutcome;

constexpr std::size_t parents_named = 10;

}  // namespace

Task<bool> ChildRows::write(const PageRows& rows) {
    const std::size_t gaps = rows.gaps().size();
    for (std::size_t i = 0; i <= gaps; ++i) {
        const bool written = co_await output_.write_until(rows, i);
        if (!written) co_return false;
        if (i == gaps || fetcher_.failure()) continue;
        const bool filled = co_await fill(rows, i);
        if (!filled) co_return false;
    }
    co_return true;
}

// Writes the child rows that belong into a gap, page by page. False: they can't be written.
Task<bool> ChildRows::fill(const PageRows& rows, std::size_t index) {
    Gap gap = rows.gaps()[index];
    FetchPointer fetch = fetch_of(gap);
    std::size_t rows_at_last_loss = SIZE_MAX;
    while (fetch) {
        look_ahead(rows, index);
        Answer answer = co_await fetcher_.rest().settle(fetch->exchange, fetch->request);
        ChildPage page;
        const bool answered = answer.ok();
        if (answered) {
            page.text = std::move(answer.body);
        } else if (!is_lost_cursor(answer)) {
            fetcher_.fail(fetcher_.rest().explain(answer));
            co_return true;
        } else if (std::exchange(rows_at_last_loss, gap.rows) != gap.rows) {
            page = co_await ask_again(gap);
        }
        if (!answered && page.text.empty()) {
            give_up(gap);
            co_return true;
        }
        fetch.reset();

        PageRows children;
        const PageOutcome outcome = output_.read_children(page.text, gap, page.rows_before, children);
        std::string().swap(page.text);
        gap.rows += outcome.rows;
        if (outcome.rows > 0) gap.last_id = outcome.last_id;
        if (outcome.fault) fetcher_.fail_at(*outcome.fault);
        if (!outcome.done && !outcome.next_url.empty()) fetcher_.count_rows(outcome.rows);
        const bool failed = fetcher_.failure().has_value();
        const bool goes_on = !outcome.done && !outcome.next_url.empty() && outcome.next_url != gap.next_url && !failed;
        if (!outcome.done && !goes_on && !failed) give_up(gap);
        gap.next_url = outcome.next_url;
        if (goes_on && children.gaps().empty()) fetch = fetcher_.start_page(outcome.next_url);

        const bool written = co_await write(children);
        if (!written) co_return false;
        if (goes_on && !fetch && !fetcher_.failure()) fetch = fetcher_.start_page(outcome.next_url);
        if (fetcher_.failure()) co_return true;
        const bool still_wanted = co_await fetcher_.let_others_run();
        if (!still_wanted) co_return true;
    }
    co_return true;
}

ChildRows::FetchPointer ChildRows::fetch_of(const Gap& gap) {
    if (!ahead_ || ahead_->next_url != gap.next_url) return fetcher_.start_page(gap.next_url);
    FetchPointer fetch = std::move(ahead_->fetch);
    ahead_.reset();
    return fetch;
}

// Asks for the first page of the next gap.
void ChildRows::look_ahead(const PageRows& rows, std::size_t index) {
    if (ahead_ || index + 1 >= rows.gaps().size()) return;
    const std::string& next_url = rows.gaps()[index + 1].next_url;
    if (FetchPointer fetch = fetcher_.start_page(next_url)) ahead_.emplace(Ahead{next_url, std::move(fetch)});
}

// The child rows of one parent by a query of their own, when their cursor is lost: the page on which the first one that is
// missing stands. Nothing when it does not help, or when the rows before it are others than they were.
Task<ChildRows::ChildPage> ChildRows::ask_again(const Gap& gap) {
    ChildPage page;
    std::optional<std::string> query;
    if (is_object_name(gap.object)) query = records::query_of_children(outline_, gap.path, gap.object, gap.id);
    if (!query) co_return page;
    Request request = get_query(*query, outline_.all_rows);
    Answer answer = co_await fetcher_.rest().send(std::move(request));
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
        Answer more = co_await fetcher_.rest().send(std::move(*next));
        if (more.ok()) page.text = std::move(more.body);
    }
    co_return page;
}

void ChildRows::give_up(const Gap& gap) {
    const auto known = static_cast<std::int64_t>(gap.rows);
    if (gap.total > known) missing_ += gap.total - known;
    const std::string& parent = gap.id.empty() ? gap.path : gap.id;
    if (std::find(parents_cut_short_.begin(), parents_cut_short_.end(), parent) == parents_cut_short_.end())
        parents_cut_short_.push_back(parent);
}

std::vector<std::string> ChildRows::warnings() const {
    if (parents_cut_short_.empty()) return {};
    const auto named = std::min(parents_cut_short_.size(), parents_named);
    return {fmt::format(
        "Not all child rows could be fetched for {} records{}: {}{}. Query their children directly.",
        parents_cut_short_.size(), missing_ > 0 ? fmt::format(" ({} are missing)", missing_) : "",
        fmt::join(parents_cut_short_.begin(), parents_cut_short_.begin() + static_cast<std::ptrdiff_t>(named), ", "),
        named < parents_cut_short_.size() ? ", …" : "")};
}

}  // namespace alysio::salesforce
