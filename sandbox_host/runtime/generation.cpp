#include "sandbox_host/runtime/generation.hpp"

#include <alysio/sdk/text.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace alysio::sandbox::runtime {

base::Result<std::shared_ptr<Generation>> Generation::start(Executor& executor, std::unique_ptr<PluginImage> image,
                                                            const alysio_plugin& plugin, unsigned instances,
                                                            const InstanceOptions& options,
                                                            std::vector<std::string> saved_states) {
    std::shared_ptr<Generation> self(
        new Generation(std::move(image), std::string(sdk::view(plugin.version)), tools_of(plugin)));
    saved_states.resize(std::max(instances, 1U));
    for (auto& saved_state : saved_states) {
        auto instance_options = options;
        instance_options.saved_state = std::move(saved_state);
        auto instance = Instance::create(executor, plugin, std::move(instance_options));
        if (!instance) return instance.error();
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

std::vector<std::string> Generation::save_states(std::chrono::nanoseconds patience) {
    std::vector<std::string> states;
    for (const auto& instance : instances_) states.push_back(instance->save_state(patience));
    return states;
}

bool Generation::close() {
    for (const auto& instance : instances_) instance->destroy();
    return image_ == nullptr || image_->close();
}

}  // namespace alysio::sandbox::runtime
