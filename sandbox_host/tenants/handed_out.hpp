#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

namespace alysio::sandbox::tenants {

// The names (locators of result pages) that responses handed out to one principal, and that its later requests may
// therefore use. The newest are remembered; a page the host forgot about has to be queried anew. Any thread.
class HandedOut {
  public:
    explicit HandedOut(std::size_t capacity = 20'000) : capacity_(capacity) {}

    void remember(std::string_view name);
    bool knows(std::string_view name) const;

  private:
    mutable std::mutex mutex_;
    const std::size_t capacity_;
    std::unordered_set<std::string> names_;
    std::deque<const std::string*> by_age_;  // into names_, whose elements do not move
};

// Finds the text values of one member in a JSON text that comes in pieces, without parsing it: a quote inside a JSON
// string is always escaped, so record data cannot spell `"key":`.
class MemberScanner {
  public:
    explicit MemberScanner(std::string_view key);

    // Calls `found` for each value that ends in this piece.
    void scan(std::string_view piece, const std::function<void(std::string_view)>& found);

  private:
    enum class State { Key, Colon, Quote, Value };

    static constexpr std::size_t longest_value = 512;

    std::size_t find(std::string_view piece, std::size_t from) const;

    const std::string needle_;
    const std::size_t rare_;  // where in it
    State state_ = State::Key;
    std::size_t matched_ = 0;  // bytes of the needle seen at the end of the last piece
    std::string value_;
};

}  // namespace alysio::sandbox::tenants
