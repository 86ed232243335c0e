#pragma once

#include "sandbox_host/runtime/result.hpp"

#include <alysio/abi.h>

#include <filesystem>
#include <memory>

namespace alysio::sandbox::runtime {

struct ImageOptions {
    std::filesystem::path run_folder;  // where the private copy lies while it is loaded; exists
    // Leave the code mapped after close(): sanitizers need it to name what they found.
#ifdef ALYSIO_SANITIZED
    bool keep_images = true;
#else
    bool keep_images = false;
#endif
};

// A plugin's shared library in this process: checked against its manifest, then loaded from a private copy under a
// name never used before, so that the original may be rebuilt meanwhile and no two generations share an inode.
class PluginImage {
  public:
    static Result<std::unique_ptr<PluginImage>> load(const std::filesystem::path& library,
                                                     const std::filesystem::path& manifest,
                                                     const ImageOptions& options);
    ~PluginImage();
    PluginImage(const PluginImage&) = delete;
    PluginImage& operator=(const PluginImage&) = delete;

    const alysio_plugin& table() const noexcept;

    // Unloads it, once nothing of it runs or is referred to. Says whether its code is really gone from the process;
    // a plugin with a thread_local object or a UNIQUE symbol stays.
    bool close();

  private:
    struct State;
    explicit PluginImage(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace alysio::sandbox::runtime
