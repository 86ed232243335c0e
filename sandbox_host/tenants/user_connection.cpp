#include "sandbox_host/tenants/user_connection.hpp"

#include "sandbox_host/tenants/credential_mask.hpp"
#include "sandbox_host/tenants/envelope.hpp"
#include "sandbox_host/tenants/member_scanner.hpp"
#include "sandbox_host/tenants/provider.hpp"
#include "sandbox_host/tenants/proxy_reply.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <span>
#include <utility>

namespace alysio::sandbox::tenants {
namespace {

using connection::RequestError;

// Servers and proxies on the way take addresses of about 16,000 bytes; some measured ends lie at 16,057.
constexpr std::size_t longest_url = 16'000;

// One key for who is connected to what. Lengths are hashed too, so that no two lists of parts look alike.
std::string principal_of(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const auto part : parts) text.append(std::to_string(part.size())).append(":").append(part);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return base::hex(std::span(digest).first(16));
}

std::string url_of(const std::string& root, const connection::RequestView& request) {
    auto url = root + std::string(request.path);
    char separator = '?';
    for (const auto& [key, value] : request.query) {
        url += std::exchange(separator, '&');
        base::append_percent_encoded(key, url);
        url += '=';
        base::append_percent_encoded(value, url);
    }
    return url;
}

const std::string& first_of(const std::string& text, const std::string& otherwise) {
    return text.empty() ? otherwise : text;
}

// Where a connection leads, and what its kind says of it.
struct Destination {
    std::string root;
    std::string web_url;
    std::vector<std::pair<std::string, std::string>> facts;  // for the plugin
};

Destination destination_of(const OrgConfig&, const Provider&) {
    return {};
}

Destination destination_of(const ParagonConfig& paragon, const Provider& provider) {
    Destination destination;
    destination.root = paragon.proxy_url + "/projects/" + paragon.project_id + "/sdk/proxy/";
    destination.root += paragon.integration.empty() ? provider.name() : paragon.integration;
    destination.root += paragon.path_prefix;
    if (!paragon.api_version.empty()) destination.facts.emplace_back("api_version", paragon.api_version);
    return destination;
}

Destination destination_of(const RestConfig& rest, const Provider&) {
    return {rest.root, rest.web_url, rest.facts};
}

}  // namespace

// A server that asks for a longer rest is told of to the plugin, and not waited for.
constexpr std::uint64_t longest_rest_ns = 30'000'000'000;

class UserSession final : public connection::RequestSession {
  public:
    UserSession(std::shared_ptr<UserConnection> connection, const connection::RequestView& request,
                std::shared_ptr<const EndpointPolicy> endpoints, const Endpoint& endpoint, std::string url)
        : connection_(std::move(connection)),
          endpoints_(std::move(endpoints)),
          endpoint_(endpoint),
          url_(std::move(url)) {
        for (const auto& [name, value] : request.headers) {
            headers_.push_back(std::string(name).append(": ").append(value));
        }
        const bool says_type = std::any_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
            return base::equal_ignoring_case(header.first, "content-type");
        });
        if (!request.body.empty() && !says_type) headers_.push_back("Content-Type: application/json");
        headers_.push_back("Accept: application/json");
        if (endpoint_.issues) scanner_.emplace(endpoint_.issues->member);
    }

    connection::WireRequest wire() override {
        connection::WireRequest wire;
        wire.url = url_;
        wire.headers = headers_;
        std::vector<std::string> secrets;
        connection_->credentials_->append_headers(secrets);
        mask_.sent(connection_->sent(secrets));
        for (auto& line : secrets) wire.headers.push_back(std::move(line));
        return wire;
    }

    bool collects(const connection::ResponseHead& head) override {
        const bool may_throttle = head.status == 403 || head.status == 429;
        return head.status == 401 || may_throttle || (connection_->through_proxy_ && head.status >= 400);
    }

    connection::Verdict judge(const connection::ResponseHead& head, std::string_view body) override {
        if (head.status == 401 && !std::exchange(renewed_, true) && connection_->credentials_->renew()) {
            return connection::Replay{};
        }
        if (endpoints_->provider().throttles(head.status, body)) {
            const auto rest = std::min(retry_after_ns(head, std::time(nullptr)), longest_rest_ns);
            connection_->tenant_->budget.throttled(std::chrono::nanoseconds(rest));
        }
        if (!connection_->through_proxy_) return connection::Deliver{};
        if (auto error = proxy_error(head, body, std::time(nullptr), endpoints_->provider())) {
            mask_.mask_text(error->message);
            mask_.mask_text(error->subject);
            return *std::move(error);
        }
        return connection::Deliver{};
    }

    bool shows_header(std::string_view name) const override {
        const auto& shown = endpoint_.response_headers;
        return std::any_of(shown.begin(), shown.end(),
                           [&](const auto& known) { return base::equal_ignoring_case(known, name); });
    }

    std::string_view filter(std::string_view chunk) override {
        const auto content = connection_->through_proxy_ ? envelope_.unwrap(chunk) : chunk;
        if (scanner_) scanner_->scan(content, [this](std::string_view path) { remember(path); });
        return mask_.mask(content);
    }
    std::string_view rest() override { return mask_.rest(); }
    void mask(std::string& text) const override { mask_.mask_text(text); }

  private:
    void remember(std::string_view path) {
        const auto match = endpoints_->match_path(ALYSIO_HTTP_GET, endpoints_->provider().below_root(path));
        const auto locator = match ? match->capture(endpoint_.issues->capture) : std::string_view{};
        if (!locator.empty()) connection_->issued_.remember(locator);
    }

    std::shared_ptr<UserConnection> connection_;
    std::shared_ptr<const EndpointPolicy> endpoints_;
    const Endpoint& endpoint_;
    std::string url_;
    std::vector<std::string> headers_;
    bool renewed_ = false;
    Envelope envelope_;
    std::optional<MemberScanner> scanner_;
    CredentialMask mask_;
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
      name_(tenant_->config.name + '/' + user.name),
      ca_file_(tenant_->config.ca_file.string()),
      through_proxy_(std::holds_alternative<ParagonConfig>(tenant_->config.connection)),
      credentials_(std::move(credentials)) {
    const auto& config = tenant_->config;
    const auto endpoints = tenant_->endpoints();
    auto destination =
        std::visit([&](const auto& kind) { return destination_of(kind, endpoints->provider()); }, config.connection);
    root_ = std::move(destination.root);
    nlohmann::json facts = nlohmann::json::object();
    for (const auto& [name, value] : destination.facts) facts[name] = value;
    if (!user.user_id.empty()) facts["user_id"] = user.user_id;
    if (!user.user_name.empty()) facts["user_name"] = user.user_name;

    const auto token_source = user.access_token ? user.access_token->file.string() + user.access_token->env : "";
    auto identity = std::make_shared<connection::Identity>();
    identity->tenant = config.name;
    identity->user = user.name;
    identity->principal =
        principal_of({name_, root_, user.connected_user, user.credential_id, user.user_id, token_source});
    identity->web_url = first_of(config.web_url, destination.web_url);
    identity->locale = first_of(user.locale, config.locale);
    identity->time_zone = first_of(user.time_zone, config.time_zone);
    identity->grants = ALYSIO_GRANT_READ | (tenant_->access.may_write() ? ALYSIO_GRANT_WRITE : 0u);
    identity->settings = config.settings;
    identity->connection = facts.dump();
    identity_ = std::move(identity);
}

std::shared_ptr<const SentCredentials> UserConnection::sent(const std::vector<std::string>& lines) {
    if (sent_ == nullptr || !sent_->are(lines)) sent_ = std::make_shared<SentCredentials>(lines);
    return sent_;
}

base::Result<std::unique_ptr<connection::RequestSession>, RequestError> UserConnection::open(
    const connection::RequestView& request) {
    auto endpoints = tenant_->endpoints();
    const auto match = endpoints->match(request);
    if (!match) return match.error();
    if (auto checked = tenant_->access.check(request, *match, *endpoints); !checked) return std::move(checked).error();
    const auto& locator = match->endpoint->locator;
    if (!locator.empty() && !issued_.knows(match->capture(locator))) {
        RequestError error;
        error.message = "This page was not handed out to this user.";
        error.subject = locator;
        return error;
    }
    auto url = url_of(root_, request);
    if (url.size() > longest_url) {
        RequestError error;
        error.status = ALYSIO_E_TOO_LARGE;
        error.message = "The request's address is too long.";
        error.subject = "url";
        error.size = url.size();
        error.limit = longest_url;
        return error;
    }
    std::unique_ptr<connection::RequestSession> session = std::make_unique<UserSession>(
        shared_from_this(), request, std::move(endpoints), *match->endpoint, std::move(url));
    return session;
}

}  // namespace alysio::sandbox::tenants
