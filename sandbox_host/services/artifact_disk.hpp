#pragma once

#include "sandbox_host/services/artifact_index.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <system_error>

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
    virtual ~ArtifactDisk() = default;
    /// With those folders above it that are not there, all of them for this user alone, whatever the umask. One that is
    /// there stays as it is.
    virtual std::error_code make_folder(const std::filesystem::path& folder) = 0;
    /// A new file for this user alone, under a name that nobody has and that begins like that.
    virtual Created create(const std::filesystem::path& folder, std::string_view prefix) = 0;
    /// std::errc::file_exists where the new name is taken.
    virtual std::error_code rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    virtual void remove(const std::filesystem::path& file) noexcept = 0;
    /// Of the folder's files together.
    virtual std::uint64_t bytes_in(const std::filesystem::path& folder) = 0;
    /// That this host made the file, whole or still in the making; what is not known as such is never removed.
    virtual void know(const std::filesystem::path& file, bool whole) noexcept = 0;
    /// Removes the folder's files that this host made, that nobody changed since, and that are older than that.
    virtual void remove_expired(const std::filesystem::path& folder, std::chrono::nanoseconds keep) noexcept = 0;
};

/// This machine's, with an ArtifactIndex in every folder.
class LocalDisk final : public ArtifactDisk {
  public:
    using Now = std::function<ArtifactIndex::Time()>;

    /// Without `now`, the system's clock tells how old files are.
    explicit LocalDisk(Now now = {});

    std::error_code make_folder(const std::filesystem::path& folder) override;
    Created create(const std::filesystem::path& folder, std::string_view prefix) override;
    std::error_code rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
    void remove(const std::filesystem::path& file) noexcept override;
    std::uint64_t bytes_in(const std::filesystem::path& folder) override;
    void know(const std::filesystem::path& file, bool whole) noexcept override;
    void remove_expired(const std::filesystem::path& folder, std::chrono::nanoseconds keep) noexcept override;

  private:
    Now now_;
};

}  // namespace alysio::sandbox::services
