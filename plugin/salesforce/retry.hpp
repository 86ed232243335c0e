#pragma once

#include "plugin/salesforce/answer.hpp"

#include <cstdint>
#include <string_view>

/// The one place that decides whether a request may be sent again.
namespace alysio::salesforce {

/// What is known of the effect of a request that did not succeed.
enum class Effect {
    nothing_sent,    // no byte left the host
    refused_undone,  // refused before anything was done: a row lock, too many at once
    lost,            // sent, and no answer, or one that says nothing of the effect (500, 502, 503, 504)
    cut_short,       // sent, and the call ended before an answer came: nothing more can be asked for it
    settled,         // the answer stands
};

enum class Next {
    send_again,
    report_unknown,  // a record may have been created: say so, with the query that would find it
    read_back,       // compare the record with what was sent
    report,
};

Next next_step(Verb verb, Effect effect);

constexpr int max_attempts = 4;

/// The longest Retry-After that is waited for; a longer one is reported.
constexpr std::uint64_t longest_wait_ns = 30'000'000'000;

/// How long a Retry-After header asks to wait: seconds, or a date, which counts from `unix_s`. 0 where it says nothing.
std::uint64_t read_retry_after_ns(std::string_view header, std::int64_t unix_s);

/// How long to wait after attempt 1, 2, 3: full jitter over 200 ms, 400 ms, 800 ms.
std::uint64_t backoff_ns(int attempt, std::uint64_t random);

}  // namespace alysio::salesforce
