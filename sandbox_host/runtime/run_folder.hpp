#pragma once

#include <alysio/base/result.hpp>

#include <filesystem>
#include <memory>
#include <utility>

namespace alysio::sandbox::runtime {

/// A folder of this process alone (mode 0700), removed with the object; where the process was killed, by the next one that
/// makes a folder in the same place. The lock that its owner holds on it tells the one from the other.
class RunFolder {
  public:
    static base::Result<std::unique_ptr<RunFolder>> create(const std::filesystem::path& parent);
    ~RunFolder();
    RunFolder(const RunFolder&) = delete;
    RunFolder& operator=(const RunFolder&) = delete;

    const std::filesystem::path& path() const noexcept { return path_; }

  private:
    RunFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
    const std::filesystem::path path_;
    const int lock_;
};

}  // namespace alysio::sandbox::runtime
