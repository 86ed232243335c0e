#include "sandbox_host/cli/host.hpp"

#include "sandbox_host/cli/state_folder.hpp"
#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/salesforce/provider.hpp"
#include "sandbox_host/services/curl_transport.hpp"
#include "sandbox_host/services/stderr_log.hpp"

#include <algorithm>
#include <iterator>

namespace alysio::sandbox::cli {
namespace fs = std::filesystem;

namespace {

using runtime::Error;

fs::path plugin_beside_program() {
    std::error_code ignored;
    return fs::read_symlink("/proc/self/exe", ignored).parent_path() / "alysio_salesforce.so";
}

alysio_log_level log_level(std::string_view name) {
    constexpr std::string_view names[] = {"trace", "debug", "info", "warn", "error"};
    const auto* found = std::find(std::begin(names), std::end(names), name);
    return static_cast<alysio_log_level>(found - std::begin(names));  // "off" is above all of them
}

// The providers that plugins and configurations may name.
tenants::Providers providers() {
    return {salesforce::provider()};
}

// The file's name once, then a line for each mistake.
Error described(const fs::path& file, const std::vector<tenants::ConfigError>& errors) {
    std::string text = file.string();
    for (const auto& error : errors) {
        text += errors.size() > 1 ? "\n  " : ": ";
        text += (error.pointer.empty() ? "" : error.pointer + ": ") + error.message;
    }
    return Error{std::move(text)};
}

}  // namespace

runtime::Result<std::unique_ptr<Host>> Host::open(const CommonOptions& options,
                                                  std::shared_ptr<services::ExchangeLog> exchanges) {
    std::unique_ptr<Host> host{new Host(options)};
    const auto state = state_folder();
    host->artifacts_ = options.artifacts.empty() && state ? *state / "artifacts" : options.artifacts;
    if (auto error = host->load_plugin(std::move(exchanges))) return std::move(*error);
    return host;
}

std::optional<Error> Host::load_plugin(std::shared_ptr<services::ExchangeLog> exchanges) {
    library_ = options_.plugin.empty() ? plugin_beside_program() : options_.plugin;
    manifest_ = options_.manifest.empty() ? runtime::manifest_beside(library_) : options_.manifest;

    const auto log = services::stderr_log(log_level(options_.log_level),
                                          options_.log_json ? services::LogFormat::json : services::LogFormat::text);
    services::TransportOptions transport;
    transport.log = log;
    http_service_ = std::make_unique<services::HttpService>(
        std::make_shared<services::CurlTransport>(std::move(transport)), std::move(exchanges));
    services::ArtifactOptions artifacts;
    artifacts.root = artifacts_;
    artifact_service_ = std::make_unique<services::ArtifactService>(std::move(artifacts));

    runtime::RuntimeOptions runtime_options;
    runtime_options.instance.log = log;
    runtime_options.instance.services = {http_service_->service(), artifact_service_->service()};
    runtime_options.on_generation = [this](const runtime::GenerationEvent& event) {
        std::lock_guard lock(listening_);
        if (listener_) listener_(event);
    };
    runtime_options.admit = [this](const runtime::Manifest& read) { return admit(read); };
    runtime_ = std::make_unique<runtime::Runtime>(std::move(runtime_options));
    return runtime_->load(library_, manifest_);
}

runtime::Result<runtime::Reloaded> Host::reload() {
    return runtime_->reload(library_, manifest_);
}

std::unique_ptr<runtime::PluginWatcher> Host::watch_for_builds(std::function<void()> on_new_build) {
    std::lock_guard lock(mutex_);
    return std::make_unique<runtime::PluginWatcher>(library_, manifest_, build_, std::move(on_new_build));
}

void Host::on_generation(std::function<void(const runtime::GenerationEvent&)> listener) {
    std::lock_guard lock(listening_);
    listener_ = std::move(listener);
}

// What the new build may reach holds from the moment that it serves.
std::optional<Error> Host::admit(const runtime::Manifest& manifest) {
    auto read = tenants::EndpointPolicy::parse(manifest.text, providers());
    if (!read) return described(manifest_, read.error());
    const auto endpoints = std::make_shared<const tenants::EndpointPolicy>(*std::move(read));
    std::lock_guard lock(mutex_);
    if (tenants_) {
        const auto fits = tenants_->set_endpoints(endpoints);
        if (!fits) return described(options_.config, fits.error());
    }
    endpoints_ = endpoints;
    build_ = manifest.sha256;
    return {};
}

std::optional<Error> Host::prepare_artifacts() const {
    if (artifacts_.empty())
        return Error{"there is no place for files: set HOME or XDG_STATE_HOME, or give --artifacts"};
    if (auto problem = make_writable(artifacts_)) return Error{std::move(*problem)};
    return {};
}

runtime::Result<tenants::Config> Host::read_config() {
    if (options_.config.empty()) return tenants::Config{};
    auto config = tenants::load_config(options_.config, providers());
    if (!config) return described(options_.config, config.error());
    return *std::move(config);
}

// Without a configuration, every tenant of the sandbox org is one of this host.
std::optional<Error> Host::open_tenants() {
    if (tenants_) return {};
    auto config = read_config();
    if (!config) return Error{config.error()};
    if (options_.config.empty() || uses_org(*config)) {
        const auto folder = state_folder();
        if (!folder) return Error{"there is no place for the sandbox org's data: set HOME or XDG_STATE_HOME"};
        auto org = SandboxOrg::open(*folder / "org", options_.fresh);
        if (!org) return Error{org.error()};
        org_ = std::move(*org);
        if (options_.config.empty()) *config = org_config(org_->connection());
        const auto errors = connect_to_org(*config, org_->connection());
        if (!errors.empty()) return described(options_.config, errors);
    } else if (options_.fresh) {
        return Error{"--fresh is about the sandbox org, which no connection leads to"};
    }
    std::lock_guard lock(mutex_);
    auto opened = tenants::Tenants::open(*std::move(config), endpoints_);
    if (!opened) return described(options_.config, opened.error());
    tenants_ = *std::move(opened);
    return {};
}

runtime::Result<runtime::CallRequest> Host::call_for_user() {
    if (auto error = prepare_artifacts()) return std::move(*error);
    if (auto error = open_tenants()) return std::move(*error);
    auto connected = tenants_->connect(options_.tenant, options_.user);
    if (!connected) {
        const auto& error = connected.error();
        return error.pointer.empty() ? Error{error.message} : described(options_.config, {error});
    }
    runtime::CallRequest call;
    call.acting_for = *std::move(connected);
    return call;
}

}  // namespace alysio::sandbox::cli
