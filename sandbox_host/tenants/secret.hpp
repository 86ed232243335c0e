#pragma once

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace alysio::sandbox::tenants {

/// Text that must not be shown: it cannot be printed, compared or copied by accident, and its memory is wiped when it
/// ends. It lives in one heap block, since a std::string would leave short secrets behind in every place it moved from.
class Secret {
  public:
    Secret() = default;
    /// Takes the text over and wipes the original.
    explicit Secret(std::string&& text);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    /// For the one place that sends it or signs with it.
    std::string_view reveal() const { return {bytes_.get(), size_}; }
    bool empty() const { return size_ == 0; }

    friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

  private:
    void wipe() noexcept;

    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
};

/// Wipes a string in place, its unused capacity excepted.
void wipe(std::string& text) noexcept;

}  // namespace alysio::sandbox::tenants
