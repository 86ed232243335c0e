#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>

namespace alysio::sandbox::assembly {

/// Who may open the org's data in a state folder: one process at a time, the others wait for their turn. Given up when
/// this ends, also by a crash.
class OrgTurn {
  public:
    /// Nothing when it is still taken after `patience`.
    static std::optional<OrgTurn> take(const std::filesystem::path& state_folder, std::chrono::milliseconds patience);

    OrgTurn(OrgTurn&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    OrgTurn& operator=(OrgTurn&& other) noexcept {
        std::swap(file_, other.file_);
        return *this;
    }
    ~OrgTurn();

  private:
    explicit OrgTurn(int file) : file_(file) {}

    int file_;
};

}  // namespace alysio::sandbox::assembly
