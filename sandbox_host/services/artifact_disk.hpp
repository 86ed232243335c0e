#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

namespace alysio::sandbox::services {

/// The file system that artifacts are written to, in the steps that they need. Used on one lane, where it may block.
class ArtifactDisk {
  public:
    /// Open for writing; closed with the object, unheard.
    class File {
      public:
        virtual ~File() = default;
        /// All of it, or an error.
        virtual std::error_code write(std::string_view bytes) = 0;
        virtual std::error_code close() = 0;
    };
    struct Created {
        std::error_code error;
        std::filesystem::path path;
        std::unique_ptr<File> file;
    };
    struct Entry {
        std::filesystem::path path;
        std::chrono::nanoseconds age;  ///< since it was last written
    };

    virtual ~ArtifactDisk() = default;
    /// With the folders above it, for this user alone. One that is there stays as it is.
    virtual std::error_code make_folder(const std::filesystem::path& folder) = 0;
    /// A new file for this user alone, under a name that nobody has and that begins like that.
    virtual Created create(const std::filesystem::path& folder, std::string_view prefix) = 0;
    /// std::errc::file_exists where the new name is taken.
    virtual std::error_code rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    virtual void remove(const std::filesystem::path& file) noexcept = 0;
    /// Of the folder's files together.
    virtual std::uint64_t bytes_in(const std::filesystem::path& folder) = 0;
    /// The files root/*/*/name.
    virtual std::vector<Entry> files_below(const std::filesystem::path& root) = 0;
};

/// This machine's.
class LocalDisk final : public ArtifactDisk {
  public:
    std::error_code make_folder(const std::filesystem::path& folder) override;
    Created create(const std::filesystem::path& folder, std::string_view prefix) override;
    std::error_code rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
    void remove(const std::filesystem::path& file) noexcept override;
    std::uint64_t bytes_in(const std::filesystem::path& folder) override;
    std::vector<Entry> files_below(const std::filesystem::path& root) override;
};

}  // namespace alysio::sandbox::services
