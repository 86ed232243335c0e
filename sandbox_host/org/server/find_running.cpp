#include "sandbox_host/org/server/find_running.hpp"

#include "sandbox_host/org/files/text_file.hpp"
#include "sandbox_host/org/server/probe.hpp"

#include <alysio/base/json_member.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace alysio::sandbox::org {
namespace {

std::uint16_t port_of(const std::string& url) {
    std::uint16_t port = 0;
    const auto colon = url.rfind(':');
    if (colon != std::string::npos) std::from_chars(url.data() + colon + 1, url.data() + url.size(), port);
    return port;
}

std::string path_of(const std::string& url) {
    const auto path = url.find('/', std::min(url.find("://") + 3, url.size()));
    return path == std::string::npos ? std::string() : url.substr(path);
}

}  // namespace

std::optional<OrgConnection> find_running(const std::filesystem::path& state_folder) {
    return find_running(DataPaths::in(state_folder));
}

std::optional<OrgConnection> find_running(const DataPaths& paths) {
    const auto text = read_text(paths.connection);
    if (!text) return std::nullopt;
    auto connection = OrgConnection::from_json(*text);
    if (!connection) return std::nullopt;
    // After a crash the file may be left over, and its port be someone else's.
    const std::string& control = connection->control_url;
    const auto answer = probe(port_of(control), path_of(control) + "/connection", std::chrono::seconds(2));
    const auto alive = answer ? nlohmann::json::parse(*answer, nullptr, false) : nlohmann::json();
    if (!alive.is_object() || alive.value("pid", std::int64_t{0}) != connection->pid ||
        base::text_member(alive, "proxy_url") != connection->proxy_url) {
        return std::nullopt;
    }
    if (auto key = read_text(connection->private_key_file)) connection->private_key = *std::move(key);
    return *std::move(connection);
}

}  // namespace alysio::sandbox::org
