#pragma once

#include <alysio/base/result.hpp>

#include <filesystem>
#include <memory>

namespace alysio::sandbox::runtime {

/// A folder of this process alone (mode 0700), removed with the object.
class RunFolder {
  public:
    static base::Result<std::unique_ptr<RunFolder>> create(const std::filesystem::path& parent);
    ~RunFolder();
    RunFolder(const RunFolder&) = delete;
    RunFolder& operator=(const RunFolder&) = delete;

    const std::filesystem::path& path() const noexcept { return path_; }

  private:
    explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

}  // namespace alysio::sandbox::runtime
