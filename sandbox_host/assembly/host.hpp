#pragma once

#include "sandbox_host/assembly/call_request.hpp"
#include "sandbox_host/assembly/error.hpp"
#include "sandbox_host/assembly/host_options.hpp"
#include "sandbox_host/assembly/sandbox_org.hpp"
#include "sandbox_host/runtime/plugin_watcher.hpp"
#include "sandbox_host/runtime/runtime.hpp"
#include "sandbox_host/services/artifact_service.hpp"
#include "sandbox_host/services/http_service.hpp"
#include "sandbox_host/tenants/tenants.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::assembly {

/// The rooms put together: a plugin in the runtime, the services it may use, and the users its calls act for.
///
///     auto host = Host::open({.plugin = "lib/orders.so", .config = "tenants.json"});
///     if (!host) …
///     auto call = (*host)->call_for_user();
///     call->tool = "orders_find";
///     (*host)->runtime().call(*std::move(call), {.on_finish = …});
class Host {
  public:
    /// Loads the plugin; or says in a line or two why it cannot run here. Nobody is connected before the first call.
    static Result<std::unique_ptr<Host>> open(HostOptions options, Surroundings surroundings = {});

    std::vector<runtime::ToolInfo> tools() const { return runtime_->tools(); }
    runtime::Runtime& runtime() { return *runtime_; }

    const std::filesystem::path& library() const noexcept { return options_.plugin; }
    const std::filesystem::path& manifest() const noexcept { return options_.manifest; }

    /// Replaces the plugin by the build that now lies where it came from.
    base::Result<runtime::Reloaded> reload();
    /// Calls `on_new_build`, on a thread of its own, whenever another build lies there than the one that was loaded.
    std::unique_ptr<runtime::PluginWatcher> watch_for_builds(std::function<void()> on_new_build);
    /// Who is told of generations from now on; when this returns, the last one is not told any more.
    void on_generation(std::function<void(const runtime::GenerationEvent&)> listener);

    /// Connects a user: empty names are those of the options. The first time, the configuration is read, and the sandbox
    /// org started where a connection leads to it. By one thread at a time.
    Result<std::shared_ptr<const connection::ActingUser>> connect(std::string_view tenant = {},
                                                                  std::string_view user = {});

    /// A call that acts for the user whom the options name: everything but tool, arguments and intent.
    Result<runtime::CallRequest> call_for_user();

  private:
    Host(HostOptions options, Surroundings surroundings);

    std::shared_ptr<services::Transport> transport() const;
    base::Result<void> load_plugin();
    base::Result<void> admit(const runtime::Manifest& manifest);
    Result<void> prepare_artifacts() const;
    Result<void> open_tenants();
    Result<tenants::Config> configured();
    Result<void> connect_org(tenants::Config& config);
    Result<org::OrgConnection> find_org();

    HostOptions options_;
    Surroundings surroundings_;
    std::optional<SandboxOrg> org_;
    std::mutex listening_;
    std::function<void(const runtime::GenerationEvent&)> listener_;
    std::mutex mutex_;   // for what is below: a reload may come at any time
    std::string build_;  // the hash of the last one that was admitted
    std::shared_ptr<const tenants::EndpointPolicy> endpoints_;
    std::unique_ptr<tenants::Tenants> tenants_;
    std::unique_ptr<services::HttpService> http_service_;
    std::unique_ptr<services::ArtifactService> artifact_service_;
    std::unique_ptr<runtime::Runtime> runtime_;  // ends before everything its plugin uses
};

}  // namespace alysio::sandbox::assembly
