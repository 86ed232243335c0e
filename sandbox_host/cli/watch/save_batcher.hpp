#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

namespace alysio::sandbox::cli {

/// Gathers what is saved in one go: an editor writes several files for one keystroke, a checkout hundreds.
class SaveBatcher {
  public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::milliseconds quiet{50};

    struct Batch {
        std::set<std::filesystem::path> files;
        Time first;
    };

    void add(std::filesystem::path file, Time now) {
        if (batch_.files.empty()) batch_.first = now;
        batch_.files.insert(std::move(file));
        last_ = now;
    }
    /// When the batch is whole, unless another save comes before.
    std::optional<Time> due() const { return batch_.files.empty() ? std::nullopt : std::optional(last_ + quiet); }
    std::optional<Batch> take(Time now) {
        if (const auto when = due(); !when || now < *when) return std::nullopt;
        return std::exchange(batch_, {});
    }

  private:
    Batch batch_;
    Time last_;
};

}  // namespace alysio::sandbox::cli
