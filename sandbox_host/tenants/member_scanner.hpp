#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace alysio::sandbox::tenants {

/// Finds the text values of one member in a JSON text that comes in pieces, without parsing it: a quote inside a JSON
/// string is always escaped, so record data cannot spell `"key":`.
class MemberScanner {
  public:
    explicit MemberScanner(std::string_view key);

    /// Calls `found` for each value that ends in this piece.
    void scan(std::string_view piece, const std::function<void(std::string_view)>& found);

  private:
    enum class State { key, colon, quote, value };

    static constexpr std::size_t longest_value = 512;

    std::size_t find(std::string_view piece, std::size_t from) const;

    const std::string needle_;
    const std::size_t rare_;  // where in it
    State state_ = State::key;
    std::size_t matched_ = 0;  // bytes of the needle seen at the end of the last piece
    std::string value_;
};

}  // namespace alysio::sandbox::tenants
