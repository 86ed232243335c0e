#include "sandbox_host/assembly/host.hpp"

#include "sandbox_host/assembly/providers.hpp"
#include "sandbox_host/assembly/state_folder.hpp"
#include "sandbox_host/runtime/manifest.hpp"

#include <chrono>
#include <utility>

namespace alysio::sandbox::assembly {
namespace fs = std::filesystem;

namespace {

// The file's name once, where there is a file, then a line for each mistake.
std::string described(const fs::path& file, const std::vector<tenants::ConfigError>& errors) {
    std::string text = file.string();
    for (const auto& error : errors) {
        if (errors.size() > 1) {
            text += "\n  ";
        } else if (!text.empty()) {
            text += ": ";
        }
        text += (error.pointer.empty() ? "" : error.pointer + ": ") + error.message;
    }
    return text;
}

HostOptions completed(HostOptions options) {
    if (options.manifest.empty()) options.manifest = runtime::manifest_beside(options.plugin);
    if (options.state.empty()) options.state = state_folder().value_or("");
    if (options.artifacts.empty() && !options.state.empty()) options.artifacts = options.state / "artifacts";
    return options;
}

}  // namespace

Host::Host(HostOptions options, Surroundings surroundings)
    : options_(completed(std::move(options))), surroundings_(std::move(surroundings)) {}

Result<std::unique_ptr<Host>> Host::open(HostOptions options, Surroundings surroundings) {
    std::unique_ptr<Host> host{new Host(std::move(options), std::move(surroundings))};
    if (const auto loaded = host->load_plugin(); !loaded) return Error{loaded.error().message};
    return host;
}

std::shared_ptr<services::Transport> Host::transport() const {
    if (surroundings_.transport != nullptr) return surroundings_.transport;
    auto network = surroundings_.network;
    network.log = options_.log;
    return std::make_shared<services::CurlTransport>(std::move(network));
}

base::Result<void> Host::load_plugin() {
    http_service_ = std::make_unique<services::HttpService>(transport(), options_.exchanges);
    services::ArtifactOptions artifacts;
    artifacts.root = options_.artifacts;
    artifacts.executor = surroundings_.executor;
    artifacts.disk = surroundings_.disk;
    artifact_service_ = std::make_unique<services::ArtifactService>(std::move(artifacts));

    runtime::RuntimeOptions runtime_options;
    runtime_options.executor = surroundings_.executor;
    runtime_options.reaper = surroundings_.reaper;
    runtime_options.threads = surroundings_.threads;
    runtime_options.instances = options_.instances;
    runtime_options.instance.log = options_.log;
    runtime_options.instance.limits.call = options_.time_limit;
    runtime_options.instance.clock = surroundings_.clock;
    runtime_options.instance.randomness = surroundings_.randomness;
    runtime_options.instance.services = {http_service_->service(), artifact_service_->service()};
    runtime_options.on_generation = [this](const runtime::GenerationEvent& event) {
        std::lock_guard lock(listening_);
        if (listener_) listener_(event);
    };
    runtime_options.admit = [this](const runtime::Manifest& read) { return admit(read); };
    runtime_ = std::make_unique<runtime::Runtime>(std::move(runtime_options));
    return runtime_->load(library(), manifest());
}

base::Result<runtime::Reloaded> Host::reload() {
    return runtime_->reload(library(), manifest());
}

std::unique_ptr<runtime::PluginWatcher> Host::watch_for_builds(std::function<void()> on_new_build) {
    std::lock_guard lock(mutex_);
    return std::make_unique<runtime::PluginWatcher>(library(), manifest(), build_, std::move(on_new_build));
}

void Host::on_generation(std::function<void(const runtime::GenerationEvent&)> listener) {
    std::lock_guard lock(listening_);
    listener_ = std::move(listener);
}

// What the new build may reach holds from the moment that it serves.
base::Result<void> Host::admit(const runtime::Manifest& read) {
    auto parsed = tenants::EndpointPolicy::parse(read.text, providers());
    if (!parsed) return base::Error{described(manifest(), parsed.error())};
    const auto endpoints = std::make_shared<const tenants::EndpointPolicy>(*std::move(parsed));
    std::lock_guard lock(mutex_);
    if (tenants_) {
        const auto fits = tenants_->set_endpoints(endpoints);
        if (!fits) return base::Error{described(options_.config, fits.error())};
    }
    endpoints_ = endpoints;
    build_ = read.sha256;
    return {};
}

Result<void> Host::prepare_artifacts() const {
    if (options_.artifacts.empty()) {
        return Error{"there is no place for files: set HOME or XDG_STATE_HOME", Problem::no_folder_for_files};
    }
    if (const auto made = make_writable(options_.artifacts); !made) return Error{made.error().message};
    return {};
}

Result<tenants::Config> Host::configured() {
    if (options_.tenants) return *options_.tenants;
    if (options_.config.empty()) return tenants::Config{};
    auto config = tenants::load_config(options_.config, providers());
    if (!config) return Error{described(options_.config, config.error())};
    return *std::move(config);
}

// Without a configuration, every tenant of the sandbox org is one of this host.
Result<void> Host::connect_org(tenants::Config& config) {
    const bool all_of_org = config.tenants.empty();
    if (!all_of_org && !uses_org(config)) {
        if (!options_.fresh) return {};
        return Error{"starting over is about the sandbox org, which no connection leads to",
                     Problem::fresh_without_org};
    }
    const auto org = find_org();
    if (!org) return org.error();
    if (all_of_org) config = org_config(*org);
    const auto errors = connect_to_org(config, *org);
    if (!errors.empty()) return Error{described(options_.config, errors)};
    return {};
}

Result<org::OrgConnection> Host::find_org() {
    if (surroundings_.org != nullptr) return surroundings_.org->connection();
    if (options_.state.empty()) {
        return Error{"there is no place for the sandbox org's data: set HOME or XDG_STATE_HOME"};
    }
    auto org = SandboxOrg::open(options_.state / "org", options_.fresh);
    if (!org) return std::move(org).error();
    org_ = *std::move(org);
    return org_->connection();
}

Result<void> Host::open_tenants() {
    if (tenants_) return {};
    auto config = configured();
    if (!config) return std::move(config).error();
    if (auto connected = connect_org(*config); !connected) return connected;
    std::lock_guard lock(mutex_);
    auto opened = tenants::Tenants::open(*std::move(config), endpoints_, [clock = surroundings_.clock] {
        return std::chrono::floor<std::chrono::seconds>(clock->unix_now());
    });
    if (!opened) return Error{described(options_.config, opened.error())};
    tenants_ = *std::move(opened);
    return {};
}

Result<std::shared_ptr<const connection::ActingUser>> Host::connect(std::string_view tenant, std::string_view user) {
    if (auto prepared = prepare_artifacts(); !prepared) return std::move(prepared).error();
    if (auto opened = open_tenants(); !opened) return std::move(opened).error();
    auto connected = tenants_->connect(tenant.empty() ? options_.tenant : tenant, user.empty() ? options_.user : user);
    if (connected) return *std::move(connected);
    const auto& error = connected.error();
    return Error{error.pointer.empty() ? error.message : described(options_.config, {error})};
}

Result<runtime::CallRequest> Host::call_for_user() {
    auto user = connect();
    if (!user) return std::move(user).error();
    return call_as(*std::move(user));
}

}  // namespace alysio::sandbox::assembly
