#include "sandbox_host/runtime/generation.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace alysio::sandbox::runtime {

Result<std::shared_ptr<Generation>> Generation::start(Pool& pool, std::unique_ptr<PluginImage> image,
                                                      const alysio_plugin& plugin, unsigned instances,
                                                      const InstanceOptions& options) {
    std::shared_ptr<Generation> self(new Generation(std::move(image), tools_of(plugin)));
    for (unsigned i = 0; i < std::max(instances, 1u); ++i) {
        auto instance = Instance::create(pool, plugin, options);
        if (!instance) return Error{instance.error()};
        self->instances_.push_back(std::move(*instance));
    }
    return self;
}

Generation::~Generation() {
    close();
}

const ToolInfo* Generation::tool(std::string_view name) const noexcept {
    const auto found = std::find_if(tools_.begin(), tools_.end(), [&](const auto& tool) { return tool.name == name; });
    return found == tools_.end() ? nullptr : &*found;
}

const std::shared_ptr<Instance>& Generation::instance_for(std::string_view principal) const noexcept {
    return instances_[std::hash<std::string_view>()(principal) % instances_.size()];
}

bool Generation::close() {
    for (const auto& instance : instances_) instance->destroy();
    return image_ == nullptr || image_->close();
}

}  // namespace alysio::sandbox::runtime
