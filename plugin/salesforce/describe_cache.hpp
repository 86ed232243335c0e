#pragma once

#include "plugin/salesforce/describe.hpp"
#include "plugin/salesforce/rest.hpp"

#include <alysio/sdk/semaphore.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace alysio::salesforce {

/// The describes of a plugin instance, each seen by the one principal that it was fetched for: permissions decide which
/// objects and fields a user sees. Bounded in bytes; the longest unused goes first.
class DescribeCache {
  public:
    explicit DescribeCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    /// From memory while younger than five minutes, else revalidated or fetched. Calls that want the same describe at
    /// the same time share one request; when the call that made it ends early, the next one makes it again.
    Task<Result<DescribePointer>> get(Rest& rest, std::string_view principal, std::string_view object);

    /// What is at hand, however old; null when nothing is.
    DescribePointer peek(std::string_view principal, std::string_view object) const;

    /// For the next generation, as describe_state.hpp writes it: what is younger than five minutes, the last used first, as
    /// much as fits.
    std::string save(std::uint64_t now_ns) const;

    /// Takes over what is still younger than five minutes, and says how many describes these were; nothing where the state
    /// is not understood, and then nothing is changed. For a cache that is empty.
    std::optional<std::size_t> take_over(std::string_view state, std::uint64_t now_ns, std::int64_t unix_ns);

    /// Forgets all that was remembered for a principal.
    void drop(std::string_view principal);

    std::size_t size_bytes() const { return bytes_; }

  private:
    static constexpr std::uint64_t fresh_ns = 300'000'000'000;
    static constexpr std::size_t max_state_bytes = 1'000'000;  // writing them holds up the lane: 2 ms

    using Key = std::pair<std::string, std::string>;  // principal, object in lower case
    struct Fetched {
        std::uint64_t at_ns = 0;   // by which it grows old
        std::int64_t unix_ns = 0;  // which another generation knows too
    };
    struct Stored {
        DescribePointer describe;
        std::string last_modified;
        Fetched fetched;
        std::size_t bytes = 0;
        std::list<Key>::iterator use;
    };
    /// Everybody who wants one describe at this moment. Gone with the last of them.
    struct SharedFetch {
        sdk::Semaphore turn{1};
        std::uint64_t failures = 0;
        std::optional<Error> failure;
    };

    static Key key_of(std::string_view principal, std::string_view object);
    static bool is_fresh(const Stored& stored, std::uint64_t now_ns);
    DescribePointer fresh(const Key& key, std::uint64_t now_ns);
    std::shared_ptr<SharedFetch> join(const Key& key);
    Task<Result<DescribePointer>> fetch(Rest& rest, Key key, std::string object);
    void store(const Key& key, DescribePointer describe, std::string last_modified, Fetched fetched);
    void forget(const Key& key);

    std::size_t max_bytes_;
    std::size_t bytes_ = 0;
    std::map<Key, Stored> stored_;
    std::list<Key> by_use_;  // the longest unused first
    std::map<Key, std::weak_ptr<SharedFetch>> under_way_;
};

}  // namespace alysio::salesforce
