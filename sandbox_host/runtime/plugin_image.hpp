#pragma once

#include "sandbox_host/runtime/build.hpp"

#include <alysio/abi.h>
#include <alysio/base/result.hpp>

#include <cstdint>
#include <memory>

namespace alysio::sandbox::runtime {

/// Leave the code mapped after close(): sanitizers need it to name what they found.
#ifdef ALYSIO_SANITIZED
inline constexpr bool keep_images_by_default = true;
#else
inline constexpr bool keep_images_by_default = false;
#endif

/// A build of a plugin in this process. No two images share a file, and so no inode: the loader would take the second
/// for the first.
class PluginImage {
  public:
    static base::Result<std::unique_ptr<PluginImage>> load(std::shared_ptr<const Build> build,
                                                           bool keep = keep_images_by_default);
    ~PluginImage();
    PluginImage(const PluginImage&) = delete;
    PluginImage& operator=(const PluginImage&) = delete;

    const alysio_plugin& table() const noexcept;
    const std::shared_ptr<const Build>& build() const noexcept;
    /// Where it was mapped, for whoever reads a profile or a core.
    std::uintptr_t base() const noexcept;

    /// Unloads it, once nothing of it runs or is referred to. Says whether its code is really gone from the process;
    /// a plugin with a thread_local object or a UNIQUE symbol stays.
    bool close();

  private:
    struct State;
    explicit PluginImage(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace alysio::sandbox::runtime
