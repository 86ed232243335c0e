#include "sandbox_host/cli/host_options.hpp"

#include "sandbox_host/assembly/environment.hpp"
#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/services/stderr_log.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <system_error>

namespace alysio::sandbox::cli {
namespace fs = std::filesystem;

namespace {

constexpr const char* default_plugin = "alysio_salesforce.so";

// Beside the program, as a build leaves it; else where packages put plugins.
fs::path plugin_of_program() {
    std::error_code ignored;
    const auto folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    auto beside = folder / default_plugin;
    if (fs::exists(beside, ignored)) return beside;
    const auto installed = folder.parent_path() / "lib" / "alysio" / "plugins" / default_plugin;
    return fs::exists(installed, ignored) ? installed : beside;
}

alysio_log_level log_level(std::string_view name) {
    constexpr std::string_view names[] = {"trace", "debug", "info", "warn", "error"};
    const auto* found = std::find(std::begin(names), std::end(names), name);
    return static_cast<alysio_log_level>(found - std::begin(names));  // "off" is above all of them
}

}  // namespace

assembly::HostOptions host_options(const CommonOptions& options) {
    assembly::HostOptions host;
    host.plugin = options.plugin.empty() ? plugin_of_program() : options.plugin;
    host.manifest = options.manifest.empty() ? runtime::manifest_beside(host.plugin) : options.manifest;
    host.config = options.config;
    host.tenant = options.tenant;
    host.user = options.user;
    host.artifacts = options.artifacts;
    host.fresh = options.fresh;
    host.time_limit = std::chrono::seconds(options.time_limit);
    host.log = services::stderr_log(log_level(options.log_level),
                                    options.log_json ? services::LogFormat::json : services::LogFormat::text);
    assembly::take_secrets(host);
    return host;
}

std::string in_words(const assembly::Error& error) {
    switch (error.problem) {
        case assembly::Problem::no_folder_for_files:
            return error.message + ", or give --artifacts";
        case assembly::Problem::org_is_running:
            return "the sandbox org is running: stop it, or give --fresh to its own command";
        case assembly::Problem::fresh_without_org:
            return "--fresh is about the sandbox org, which no connection leads to";
        case assembly::Problem::other:
            break;
    }
    return error.message;
}

}  // namespace alysio::sandbox::cli
