#pragma once

#include "sandbox_host/runtime/instance.hpp"
#include "sandbox_host/runtime/plugin_image.hpp"
#include "sandbox_host/runtime/plugin_table.hpp"

#include <alysio/base/result.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::runtime {

/// One build of the plugin in this process: its image, its tools, its instances. A call stays with the generation it
/// was started on.
class Generation {
  public:
    /// `image` is null for a plugin that is linked into the host. `saved_states` are those of an older generation, for
    /// instance after instance; there may be fewer.
    static base::Result<std::shared_ptr<Generation>> start(Executor& executor, std::unique_ptr<PluginImage> image,
                                                           const alysio_plugin& plugin, unsigned instances,
                                                           const InstanceOptions& options,
                                                           std::vector<std::string> saved_states = {});
    ~Generation();
    Generation(const Generation&) = delete;
    Generation& operator=(const Generation&) = delete;

    const std::string& version() const noexcept { return version_; }
    const std::vector<ToolInfo>& tools() const noexcept { return tools_; }
    const ToolInfo* tool(std::string_view name) const noexcept;
    /// Null for a plugin that is linked into the host.
    const PluginImage* image() const noexcept { return image_.get(); }

    /// The same principal always meets the same instance, and so its caches.
    const std::shared_ptr<Instance>& instance_for(std::string_view principal) const noexcept;

    /// Any thread, but no task of a lane. What each instance hands to its successor.
    std::vector<std::string> save_states(std::chrono::nanoseconds patience);

    /// Any thread, but no task of a lane. Destroys the instances and unloads the image; says whether its code is gone.
    bool close();

  private:
    Generation(std::unique_ptr<PluginImage> image, std::string version, std::vector<ToolInfo> tools)
        : image_(std::move(image)), version_(std::move(version)), tools_(std::move(tools)) {}

    std::unique_ptr<PluginImage> image_;
    std::string version_;
    std::vector<ToolInfo> tools_;
    std::vector<std::shared_ptr<Instance>> instances_;
};

}  // namespace alysio::sandbox::runtime
