#include "sandbox_host/tenants/user_connection.hpp"

#include "sandbox_host/tenants/envelope.hpp"
#include "sandbox_host/tenants/names.hpp"
#include "sandbox_host/tenants/proxy_reply.hpp"
#include "sandbox_host/tenants/request_path.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace alysio::sandbox::tenants {
namespace {

using services::Failure;

// Servers and proxies on the way take addresses of about 16,000 bytes; some measured ends lie at 16,057.
constexpr std::size_t longest_url = 16'000;

// One key for who is connected to what. Lengths are hashed too, so that no two lists of parts look alike.
std::string principal_of(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const auto part : parts) text.append(std::to_string(part.size())).append(":").append(part);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (std::size_t i = 0; i < 16; ++i) hex += {digits[digest[i] >> 4], digits[digest[i] & 15]};
    return hex;
}

std::string url_of(const std::string& root, const services::RequestView& request) {
    auto url = root + std::string(request.path);
    char separator = '?';
    for (const auto& [key, value] : request.query) {
        url += std::exchange(separator, '&');
        append_encoded(url, key);
        url += '=';
        append_encoded(url, value);
    }
    return url;
}

std::string_view first_of(const std::string& text, const std::string& otherwise) {
    return text.empty() ? otherwise : text;
}

}  // namespace

class UserExchange final : public services::Exchange {
  public:
    UserExchange(std::shared_ptr<UserConnection> connection, const services::RequestView& request,
                 std::shared_ptr<const EndpointPolicy> endpoints, const Endpoint& endpoint, std::string url)
        : connection_(std::move(connection)),
          endpoints_(std::move(endpoints)),
          endpoint_(endpoint),
          url_(std::move(url)) {
        for (const auto& [name, value] : request.headers) {
            headers_.push_back(std::string(name).append(": ").append(value));
        }
        if (!request.body.empty()) headers_.push_back("Content-Type: application/json");
        headers_.push_back("Accept: application/json");
        if (endpoint_.hands_out) scanner_.emplace(endpoint_.hands_out->key);
    }

    services::WireRequest wire() override {
        services::WireRequest wire;
        wire.url = url_;
        wire.headers = headers_;
        connection_->credentials_->append_headers(wire.headers);
        return wire;
    }

    bool collects(const services::ResponseHead& head) override {
        return head.status == 401 || (connection_->through_proxy_ && head.status >= 400);
    }

    services::Verdict judge(const services::ResponseHead& head, std::string_view body) override {
        if (head.status == 401 && !std::exchange(renewed_, true) && connection_->credentials_->renew()) {
            return services::Replay{};
        }
        if (!connection_->through_proxy_) return services::Deliver{};
        if (auto failure = proxy_failure(head, body, std::time(nullptr))) return std::move(*failure);
        return services::Deliver{};
    }

    bool shows_header(std::string_view name) const override {
        const auto& shown = endpoint_.response_headers;
        return std::any_of(shown.begin(), shown.end(), [&](const auto& known) { return same_name(known, name); });
    }

    std::string_view filter(std::string_view chunk) override {
        const auto content = connection_->through_proxy_ ? envelope_.unwrap(chunk) : chunk;
        if (scanner_) scanner_->scan(content, [this](std::string_view path) { remember(path); });
        return content;
    }

  private:
    void remember(std::string_view path) {
        const auto match = endpoints_->match_path(ALYSIO_HTTP_GET, without_api_root(path));
        const auto name = match ? match->capture(endpoint_.hands_out->capture) : std::string_view{};
        if (!name.empty()) connection_->handed_out_.remember(name);
    }

    std::shared_ptr<UserConnection> connection_;
    std::shared_ptr<const EndpointPolicy> endpoints_;
    const Endpoint& endpoint_;
    std::string url_;
    std::vector<std::string> headers_;
    bool renewed_ = false;
    Envelope envelope_;
    std::optional<MemberScanner> scanner_;
};

Tenant::Tenant(TenantConfig config, std::shared_ptr<const EndpointPolicy> endpoints)
    : config(std::move(config)),
      access(this->config.name, this->config.read, this->config.write),
      budget(this->config.budget),
      endpoints_(std::move(endpoints)) {}

std::shared_ptr<const EndpointPolicy> Tenant::endpoints() const {
    std::lock_guard lock(mutex_);
    return endpoints_;
}

void Tenant::set_endpoints(std::shared_ptr<const EndpointPolicy> endpoints) {
    std::lock_guard lock(mutex_);
    endpoints_ = std::move(endpoints);
}

UserConnection::UserConnection(std::shared_ptr<Tenant> tenant, const UserConfig& user,
                               std::unique_ptr<Credentials> credentials)
    : tenant_(std::move(tenant)),
      user_(user.name),
      name_(tenant_->config.name + '/' + user.name),
      ca_file_(tenant_->config.ca_file.string()),
      credentials_(std::move(credentials)) {
    const auto& config = tenant_->config;
    nlohmann::json facts = nlohmann::json::object();
    std::string api_version;
    if (const auto* paragon = std::get_if<ParagonConfig>(&config.connection)) {
        through_proxy_ = true;
        root_ = paragon->proxy_url + "/projects/" + paragon->project_id + "/sdk/proxy/" + paragon->integration +
                paragon->path_prefix;
        api_version = paragon->api_version;
    } else if (const auto* direct = std::get_if<DirectConfig>(&config.connection)) {
        root_ = direct->instance_url + "/services/data/v" + direct->api_version;
        api_version = direct->api_version;
        identity_.web_url = direct->instance_url;
    }
    if (!api_version.empty()) facts["api_version"] = api_version;
    if (!user.user_id.empty()) facts["user_id"] = user.user_id;
    if (!user.user_name.empty()) facts["user_name"] = user.user_name;

    const auto token_source = user.access_token ? user.access_token->file.string() + user.access_token->env : "";
    identity_.principal =
        principal_of({name_, root_, user.connected_user, user.credential_id, user.user_id, token_source});
    if (!config.web_url.empty()) identity_.web_url = config.web_url;
    identity_.locale = first_of(user.locale, config.locale);
    identity_.time_zone = first_of(user.time_zone, config.time_zone);
    identity_.settings = config.settings;
    identity_.connection = facts.dump();
    if (tenant_->access.may_write()) identity_.grants |= ALYSIO_GRANT_WRITE;
}

std::variant<std::unique_ptr<services::Exchange>, Failure> UserConnection::open(const services::RequestView& request) {
    auto endpoints = tenant_->endpoints();
    auto matched = endpoints->match(request);
    if (auto* failure = std::get_if<Failure>(&matched)) return std::move(*failure);
    const auto& match = std::get<Match>(matched);
    if (auto failure = tenant_->access.check(request, match, *endpoints)) return std::move(*failure);
    for (const auto& [capture, value] : match.captures) {
        if (!endpoints->is_handed_out(capture) || handed_out_.knows(value)) continue;
        Failure failure;
        failure.message = "This page was not handed out to this user.";
        failure.subject = capture;
        return failure;
    }
    auto url = url_of(root_, request);
    if (url.size() > longest_url) {
        Failure failure;
        failure.status = ALYSIO_E_TOO_LARGE;
        failure.message = "The request's address is too long.";
        failure.subject = "url";
        failure.size = url.size();
        failure.limit = longest_url;
        return failure;
    }
    return std::make_unique<UserExchange>(shared_from_this(), request, std::move(endpoints), *match.endpoint,
                                          std::move(url));
}

std::string_view without_api_root(std::string_view path) {
    constexpr std::string_view root = "/services/data/v";
    if (path.substr(0, root.size()) != root) return {};
    auto rest = path.substr(root.size());
    const auto slash = rest.find('/');
    const auto version = rest.substr(0, slash);
    if (slash == rest.npos || version.find_first_not_of("0123456789.") != version.npos) return {};
    return rest.substr(slash);
}

}  // namespace alysio::sandbox::tenants
