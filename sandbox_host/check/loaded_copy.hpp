#pragma once

#include <alysio/abi.h>
#include <alysio/base/result.hpp>

#include <filesystem>
#include <memory>

namespace alysio::sandbox::check {

/// A plugin's library in this process, from a private copy. Unlike the runtime's image it asks for no manifest and does
/// not judge the table, so that a test can say what is wrong with either.
class LoadedCopy {
  public:
    /// The copy gets a name of its own in `folder`.
    static base::Result<std::unique_ptr<LoadedCopy>> load(const std::filesystem::path& library,
                                                          const std::filesystem::path& folder);
    ~LoadedCopy();
    LoadedCopy(const LoadedCopy&) = delete;
    LoadedCopy& operator=(const LoadedCopy&) = delete;

    const alysio_plugin& table() const { return *table_; }

    /// Unloads it. Says whether its code is gone from the process.
    bool close();

  private:
    LoadedCopy(std::filesystem::path copy, void* handle) : copy_(std::move(copy)), handle_(handle) {}

    std::filesystem::path copy_;
    void* handle_;
    const alysio_plugin* table_ = nullptr;
};

}  // namespace alysio::sandbox::check
