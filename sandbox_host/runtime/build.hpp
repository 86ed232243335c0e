#pragma once

#include "sandbox_host/runtime/manifest.hpp"

#include <alysio/base/result.hpp>

#include <filesystem>
#include <memory>

namespace alysio::sandbox::runtime {

/// One build of a plugin: a private copy of its library, which nobody rebuilds under our feet, with the manifest it was
/// checked against. The copy is removed with the object.
class Build {
  public:
    /// Copies the library into `folder` under a name never used before; or says why the two do not belong together.
    static base::Result<std::shared_ptr<const Build>> take(const std::filesystem::path& library,
                                                           const std::filesystem::path& manifest,
                                                           const std::filesystem::path& folder);
    /// A further copy of the same build: a file that was loaded once is never loaded again, since the loader would
    /// answer with what it still has of it.
    base::Result<std::shared_ptr<const Build>> again() const;
    ~Build();
    Build(const Build&) = delete;
    Build& operator=(const Build&) = delete;

    const std::filesystem::path& library() const noexcept { return copy_; }
    const std::filesystem::path& origin() const noexcept { return origin_; }
    const Manifest& manifest() const noexcept { return manifest_; }

  private:
    Build(std::filesystem::path origin, std::filesystem::path copy, Manifest manifest);
    static base::Result<std::shared_ptr<const Build>> copy(const std::filesystem::path& from,
                                                           const std::filesystem::path& origin, Manifest manifest,
                                                           const std::filesystem::path& folder);

    std::filesystem::path origin_;
    std::filesystem::path copy_;
    Manifest manifest_;
};

}  // namespace alysio::sandbox::runtime
