#pragma once

#include "sandbox_host/cli/command_line.hpp"
#include "sandbox_host/cli/sandbox_org.hpp"
#include "sandbox_host/runtime/plugin_watcher.hpp"
#include "sandbox_host/runtime/runtime.hpp"
#include "sandbox_host/services/artifact_service.hpp"
#include "sandbox_host/services/http_service.hpp"
#include "sandbox_host/tenants/tenants.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::cli {

// The rooms put together: a plugin in the runtime, the services it may use, and the accounts its calls act for.
class Host {
  public:
    // Loads the plugin; or says in a line or two why it cannot run here.
    // `exchanges` is told of what calls do over HTTP; it may be null.
    static runtime::Result<std::unique_ptr<Host>> open(const CommonOptions& options,
                                                       std::shared_ptr<services::ExchangeLog> exchanges = nullptr);

    std::vector<runtime::ToolInfo> tools() const { return runtime_->tools(); }
    runtime::Runtime& runtime() { return *runtime_; }

    const std::filesystem::path& library() const noexcept { return library_; }
    const std::filesystem::path& manifest() const noexcept { return manifest_; }

    // Replaces the plugin by the build that now lies where it came from.
    runtime::Result<runtime::Reloaded> reload();
    // Calls `on_new_build`, on a thread of its own, whenever another build lies there than the one that was loaded.
    std::unique_ptr<runtime::PluginWatcher> watch_for_builds(std::function<void()> on_new_build);
    // Who is told of generations from now on; when this returns, the last one is not told any more.
    void on_generation(std::function<void(const runtime::GenerationEvent&)> listener);

    // A call that acts for the user whom the options name: everything but tool, arguments and intent.
    runtime::Result<runtime::CallRequest> call_for_user();

  private:
    explicit Host(const CommonOptions& options) : options_(options) {}

    std::optional<runtime::Error> load_plugin(std::shared_ptr<services::ExchangeLog> exchanges);
    std::optional<runtime::Error> admit(const runtime::Manifest& manifest);
    std::optional<runtime::Error> prepare_artifacts() const;
    std::optional<runtime::Error> open_tenants();
    runtime::Result<tenants::Config> read_config();

    CommonOptions options_;
    std::filesystem::path library_;
    std::filesystem::path manifest_;
    std::optional<SandboxOrg> org_;
    std::mutex listening_;
    std::function<void(const runtime::GenerationEvent&)> listener_;
    std::mutex mutex_;   // for what is below: a reload may come at any time
    std::string build_;  // the hash of the last one that was admitted
    std::shared_ptr<const tenants::EndpointPolicy> endpoints_;
    std::unique_ptr<tenants::Tenants> tenants_;
    std::filesystem::path artifacts_;
    std::unique_ptr<services::HttpService> http_service_;
    std::unique_ptr<services::ArtifactService> artifact_service_;
    std::unique_ptr<runtime::Runtime> runtime_;  // ends before everything its plugin uses
};

}  // namespace alysio::sandbox::cli
