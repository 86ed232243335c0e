#include "sandbox_host/tenants/credentials.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

namespace alysio::sandbox::tenants {
namespace {

using std::chrono::sys_seconds;

constexpr std::chrono::seconds lifetime{3600};
constexpr std::chrono::seconds renewed_before_end{300};

std::string header(std::string_view name, std::string_view value, std::string_view scheme = "") {
    std::string line;
    line.reserve(name.size() + scheme.size() + value.size() + 2);
    return line.append(name).append(": ").append(scheme).append(value);
}

class ParagonCredentials final : public Credentials {
  public:
    ParagonCredentials(const ParagonConfig& config, std::string tenant, const UserConfig& user, SigningKey key,
                       WallClock clock)
        : config_(config), tenant_(std::move(tenant)), user_(user), key_(std::move(key)), clock_(std::move(clock)) {}

    void append_headers(std::vector<std::string>& lines) override {
        const auto now = clock_();
        if (user_token_.empty() || now >= ends_ - renewed_before_end) sign(now);
        lines.push_back(header("Authorization", user_token_.reveal(), "Bearer "));
        lines.push_back(header("X-Paragon-Credential", config_.credential == CredentialKind::signed_token
                                                           ? credential_.reveal()
                                                           : user_.credential_id));
        if (!config_.configuration_id.empty()) {
            lines.push_back(header("X-Paragon-Configuration-Id", config_.configuration_id));
        }
        lines.push_back("X-Paragon-Use-Raw-Response: 1");
    }

    bool renew() override {
        user_token_ = Secret{};
        return true;
    }

  private:
    void sign(sys_seconds now) {
        ends_ = now + lifetime;
        const auto iat = now.time_since_epoch().count();
        const auto exp = ends_.time_since_epoch().count();
        user_token_ = key_.sign({{"sub", user_.connected_user},
                                 {"aud", "useparagon.com/" + config_.project_id},
                                 {"iat", iat},
                                 {"exp", exp}});
        if (config_.credential == CredentialKind::uuid) return;
        credential_ = key_.sign({{"iss", "alysio"},
                                 {"aud", "paragon-credential"},
                                 {"tenant", tenant_},
                                 {"sub", user_.connected_user},
                                 {"credential", user_.credential_id},
                                 {"iat", iat},
                                 {"exp", exp}});
    }

    ParagonConfig config_;
    std::string tenant_;
    UserConfig user_;
    SigningKey key_;
    WallClock clock_;
    Secret user_token_;
    Secret credential_;
    sys_seconds ends_{};
};

class BearerCredentials final : public Credentials {
  public:
    BearerCredentials(SecretSource source, Secret token) : source_(std::move(source)), token_(std::move(token)) {}

    void append_headers(std::vector<std::string>& lines) override {
        lines.push_back(header("Authorization", token_.reveal(), "Bearer "));
    }

    bool renew() override {
        auto token = read_secret(source_);
        if (!token || token->reveal() == token_.reveal()) return false;
        token_ = *std::move(token);
        return true;
    }

  private:
    SecretSource source_;
    Secret token_;
};

// What somebody may have written in the place of the name is not repeated.
std::string shown_name(const std::string& variable) {
    const auto is_digit = [](char c) { return base::is_digit(c); };
    const bool plain = variable.size() <= 40 && std::count_if(variable.begin(), variable.end(), is_digit) < 4 &&
                       std::all_of(variable.begin(), variable.end(),
                                   [](char c) { return base::is_upper(c) || base::is_digit(c) || c == '_'; });
    return plain ? variable : "that it names";
}

std::optional<std::string> read_file(const std::filesystem::path& file) {
    constexpr std::uintmax_t largest = 64 * 1024;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored) || std::filesystem::file_size(file, ignored) > largest)
        return {};
    std::ifstream stream{file, std::ios::binary};
    if (!stream) return {};
    return std::string{std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

base::Result<Secret, ConfigError> read_secret(const SecretSource& source) {
    std::string text;
    std::string where;
    if (source.given) {
        where = source.env.empty() ? "the secret" : "the variable " + shown_name(source.env);
        text = source.given->reveal();
    } else if (source.env.empty()) {
        where = "the file " + source.file.string();
        auto content = read_file(source.file);
        if (!content) return ConfigError{source.pointer, where + " cannot be read"};
        text = std::move(*content);
    } else {
        where = "the variable " + shown_name(source.env);
        const char* value = std::getenv(source.env.c_str());
        if (!value) return ConfigError{source.pointer, where + " is not set"};
        text = value;
    }
    auto secret = Secret{std::string(base::trim(text))};
    wipe(text);
    if (secret.empty()) return ConfigError{source.pointer, where + " is empty"};
    return secret;
}

std::unique_ptr<Credentials> paragon_credentials(const ParagonConfig& config, std::string tenant,
                                                 const UserConfig& user, SigningKey key, WallClock clock) {
    return std::make_unique<ParagonCredentials>(config, std::move(tenant), user, std::move(key), std::move(clock));
}

base::Result<std::unique_ptr<Credentials>, ConfigError> bearer_credentials(const SecretSource& source) {
    auto token = read_secret(source);
    if (!token) return std::move(token).error();
    const auto text = token->reveal();
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= 0x20 || c >= 0x7f; })) {
        return ConfigError{source.pointer, "the token has blanks or other characters that no token holds"};
    }
    std::unique_ptr<Credentials> credentials = std::make_unique<BearerCredentials>(source, *std::move(token));
    return credentials;
}

}  // namespace alysio::sandbox::tenants
