#include "plugin/salesforce/describe_cache.hpp"

#include "plugin/salesforce/describe_state.hpp"
#include "plugin/salesforce/explain.hpp"

#include <alysio/base/text.hpp>

namespace alysio::salesforce {

DescribeCache::Key DescribeCache::key_of(std::string_view principal, std::string_view object) {
    return {std::string(principal), base::lower(object)};
}

Task<Result<DescribePointer>> DescribeCache::get(Rest& rest, std::string_view principal, std::string_view object) {
    const Key key = key_of(principal, object);
    const std::string name(object);
    if (DescribePointer found = fresh(key, rest.call().core().now_ns())) co_return found;

    const std::shared_ptr<SharedFetch> shared = join(key);
    const std::uint64_t failures_before = shared->failures;
    const sdk::Semaphore::Permit turn = co_await shared->turn.acquire(rest.call());
    if (!turn) {
        const Request request = get_describe(name);
        co_return Failure(rest.explain(Answer::stopped(request.info)));
    }
    if (DescribePointer found = fresh(key, rest.call().core().now_ns())) co_return found;
    if (shared->failures != failures_before) co_return Failure(*shared->failure);

    Result<DescribePointer> fetched = co_await fetch(rest, key, name);
    if (!fetched && rest.call().stopped() == 0) {
        ++shared->failures;
        shared->failure = fetched.error();
    }
    co_return fetched;
}

Task<Result<DescribePointer>> DescribeCache::fetch(Rest& rest, Key key, std::string object) {
    const auto before = stored_.find(key);
    const std::string known_since = before != stored_.end() ? before->second.last_modified : std::string();
    Request request = get_describe(object, known_since);
    const Answer answer = co_await rest.send(std::move(request));

    const Fetched now{rest.call().core().now_ns(), rest.call().core().unix_ns()};
    if (answer.not_modified()) {
        const auto stored = stored_.find(key);
        if (stored != stored_.end()) {
            stored->second.fetched = now;
            co_return stored->second.describe;
        }
        // It was forgotten while we asked: ask again, without a date.
        co_return co_await fetch(rest, std::move(key), std::move(object));
    }
    if (!answer.ok()) {
        forget(key);
        co_return Failure(rest.explain(answer));
    }
    std::optional<Describe> read = read_describe(answer.body);
    if (!read) co_return Failure(explain_other_answer(answer, "describe"));
    auto describe = std::make_shared<const Describe>(std::move(*read));
    store(key, describe, std::string(answer.header("last-modified")), now);
    co_return DescribePointer(std::move(describe));
}

DescribePointer DescribeCache::peek(std::string_view principal, std::string_view object) const {
    const auto found = stored_.find(key_of(principal, object));
    return found != stored_.end() ? found->second.describe : nullptr;
}

bool DescribeCache::is_fresh(const Stored& stored, std::uint64_t now_ns) {
    return now_ns - stored.fetched.at_ns < fresh_ns;
}

DescribePointer DescribeCache::fresh(const Key& key, std::uint64_t now_ns) {
    const auto found = stored_.find(key);
    if (found == stored_.end() || !is_fresh(found->second, now_ns)) return nullptr;
    by_use_.splice(by_use_.end(), by_use_, found->second.use);
    return found->second.describe;
}

std::shared_ptr<DescribeCache::SharedFetch> DescribeCache::join(const Key& key) {
    std::weak_ptr<SharedFetch>& slot = under_way_[key];
    std::shared_ptr<SharedFetch> shared = slot.lock();
    if (shared == nullptr) {
        std::erase_if(under_way_, [&](const auto& other) { return other.first != key && other.second.expired(); });
        shared = std::make_shared<SharedFetch>();
        under_way_[key] = shared;
    }
    return shared;
}

void DescribeCache::store(const Key& key, DescribePointer describe, std::string last_modified, Fetched fetched) {
    forget(key);
    const std::size_t bytes = describe->size_bytes();
    while (!by_use_.empty() && bytes_ + bytes > max_bytes_) forget(Key(by_use_.front()));
    if (bytes > max_bytes_) return;
    bytes_ += bytes;
    const auto use = by_use_.insert(by_use_.end(), key);
    stored_.emplace(key, Stored{std::move(describe), std::move(last_modified), fetched, bytes, use});
}

std::string DescribeCache::save(std::uint64_t now_ns) const {
    DescribeStateWriter state;
    for (auto key = by_use_.rbegin(); key != by_use_.rend(); ++key) {
        const Stored& stored = stored_.at(*key);
        // Written it is smaller than in memory.
        const bool fits = state.size_bytes() + stored.bytes <= max_state_bytes;
        if (!fits || !is_fresh(stored, now_ns)) continue;
        state.add({key->first, key->second, stored.last_modified, stored.fetched.unix_ns, stored.describe});
    }
    return std::move(state).finish();
}

std::optional<std::size_t> DescribeCache::take_over(std::string_view state, std::uint64_t now_ns,
                                                    std::int64_t unix_ns) {
    auto describes = read_describe_state(state);
    if (!describes) return std::nullopt;
    // The last used one comes first in the state, and last into the cache.
    for (auto saved = describes->rbegin(); saved != describes->rend(); ++saved) {
        // What claims to be of the future counts as old.
        const std::uint64_t age_ns =
            static_cast<std::uint64_t>(unix_ns) - static_cast<std::uint64_t>(saved->fetched_unix_ns);
        if (age_ns >= fresh_ns) continue;
        const Fetched fetched{now_ns - age_ns, saved->fetched_unix_ns};
        store({saved->principal, saved->object}, saved->describe, std::move(saved->last_modified), fetched);
    }
    return stored_.size();
}

void DescribeCache::forget(const Key& key) {
    const auto found = stored_.find(key);
    if (found == stored_.end()) return;
    bytes_ -= found->second.bytes;
    by_use_.erase(found->second.use);
    stored_.erase(found);
}

void DescribeCache::drop(std::string_view principal) {
    const auto first = stored_.lower_bound(Key(principal, std::string()));
    auto last = first;
    std::vector<Key> keys;
    for (; last != stored_.end() && last->first.first == principal; ++last) keys.push_back(last->first);
    for (const Key& key : keys) forget(key);
}

}  // namespace alysio::salesforce
