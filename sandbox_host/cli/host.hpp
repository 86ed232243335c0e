#pragma once

#include "sandbox_host/cli/command_line.hpp"
#include "sandbox_host/cli/sandbox_org.hpp"
#include "sandbox_host/runtime/runtime.hpp"
#include "sandbox_host/services/artifact_service.hpp"
#include "sandbox_host/services/http_service.hpp"
#include "sandbox_host/tenants/tenants.hpp"

#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace alysio::sandbox::cli {

// The rooms put together: a plugin in the runtime, the services it may use, and the accounts its calls act for.
class Host {
  public:
    // Loads the plugin; or says in a line or two why it cannot run here.
    static runtime::Result<std::unique_ptr<Host>> open(const CommonOptions& options);

    std::vector<runtime::ToolInfo> tools() const { return runtime_->tools(); }
    runtime::Runtime& runtime() { return *runtime_; }

    // Replaces the plugin by the build that now lies where it came from.
    runtime::Result<runtime::Reloaded> reload();
    const std::filesystem::path& library() const noexcept { return library_; }
    const std::filesystem::path& manifest() const noexcept { return manifest_; }

    // A call that acts for the user whom the options name: everything but tool, arguments and intent.
    runtime::Result<runtime::CallRequest> call_for_user();

  private:
    explicit Host(const CommonOptions& options) : options_(options) {}

    std::optional<runtime::Error> load_plugin();
    std::optional<runtime::Error> admit(const runtime::Manifest& manifest);
    std::optional<runtime::Error> prepare_artifacts() const;
    std::optional<runtime::Error> open_tenants();
    runtime::Result<tenants::Config> read_config();

    CommonOptions options_;
    std::filesystem::path library_;
    std::filesystem::path manifest_;
    std::optional<SandboxOrg> org_;
    std::mutex mutex_;  // for the two below: a reload may come at any time
    std::shared_ptr<const tenants::EndpointPolicy> endpoints_;
    std::unique_ptr<tenants::Tenants> tenants_;
    std::filesystem::path artifacts_;
    std::unique_ptr<services::HttpService> http_service_;
    std::unique_ptr<services::ArtifactService> artifact_service_;
    std::unique_ptr<runtime::Runtime> runtime_;  // ends before everything its plugin uses
};

}  // namespace alysio::sandbox::cli
