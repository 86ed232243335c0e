#include "sandbox_host/org/server/org_server.hpp"

#include "sandbox_host/org/files/text_file.hpp"
#include "sandbox_host/org/server/server.hpp"

#include <unistd.h>

#include <utility>

namespace alysio::sandbox::org {
namespace {

std::string loopback_url(std::uint16_t port) {
    return "http://127.0.0.1:" + std::to_string(port);
}

}  // namespace

struct OrgServer::State {
    std::unique_ptr<Org> org;
    std::filesystem::path published;
    Server server;

    base::Result<void> listen(std::uint16_t port);
    base::Result<void> publish(const std::filesystem::path& file);
};

base::Result<void> OrgServer::State::listen(std::uint16_t port) {
    OrgAddresses addresses;
    addresses.pid = ::getpid();
    const auto proxy = server.listen(port, [this](const Request& request) { return org->serve_proxy(request); });
    if (!proxy) return proxy.error();
    addresses.proxy_url = loopback_url(*proxy);
    const auto control = server.listen(0, [this](const Request& request) { return org->serve_control(request); });
    if (!control) return control.error();
    addresses.control_url = loopback_url(*control);
    for (const auto& tenant : org->connection().tenants) {
        const std::string& name = tenant.first;
        const auto instance =
            server.listen(0, [this, name](const Request& request) { return org->serve_instance(name, request); });
        if (!instance) return instance.error();
        addresses.instance_urls[name] = loopback_url(*instance);
    }
    org->set_addresses(std::move(addresses));
    return {};
}

base::Result<void> OrgServer::State::publish(const std::filesystem::path& file) {
    if (auto written = write_private_file(file, org->connection().to_json() + "\n"); !written) return written;
    published = file;
    return {};
}

base::Result<std::unique_ptr<OrgServer>> OrgServer::start(const OrgServerOptions& options) {
    auto org = Org::open(options);
    if (!org) return org.error();
    auto state = std::make_unique<State>();
    state->org = *std::move(org);
    if (const auto listening = state->listen(options.port); !listening) return listening.error();
    const auto paths = DataPaths::of(options);
    if (paths && options.publish) {
        if (const auto published = state->publish(paths->connection); !published) return published.error();
    }
    state->server.start();
    return std::unique_ptr<OrgServer>(new OrgServer(std::move(state)));
}

OrgServer::OrgServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

OrgServer::~OrgServer() {
    stop();
}

const OrgConnection& OrgServer::connection() const noexcept {
    return state_->org->connection();
}

void OrgServer::stop() {
    std::error_code ignored;
    if (!state_->published.empty()) std::filesystem::remove(state_->published, ignored);
    state_->published.clear();
    state_->server.stop();
}

}  // namespace alysio::sandbox::org
