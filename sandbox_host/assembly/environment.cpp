#include "sandbox_host/assembly/environment.hpp"

#include "sandbox_host/assembly/providers.hpp"
#include "sandbox_host/tenants/secret.hpp"

#include <alysio/base/text.hpp>

#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <utility>
#include <variant>

namespace alysio::sandbox::assembly {

namespace {

// Several users may share one variable.
class Taken {
  public:
    void take(tenants::SecretSource& source) {
        if (source.env.empty()) return;
        auto& secret = secrets_[source.env];
        if (secret == nullptr) {
            auto value = take_variable(source.env);
            if (!value) return;
            auto text = std::string(base::trim(*value));
            tenants::wipe(*value);
            secret = std::make_shared<const tenants::Secret>(std::move(text));
        }
        source.given = secret;
    }

  private:
    std::map<std::string, std::shared_ptr<const tenants::Secret>> secrets_;
};

}  // namespace

std::optional<std::string> take_variable(const std::string& name) {
    char* const value = std::getenv(name.c_str());
    if (value == nullptr) return {};
    std::string text = value;
    explicit_bzero(value, text.size());  // it may lie where the process was given it, for its whole life
    unsetenv(name.c_str());
    return text;
}

void take_secrets(HostOptions& options) {
    if (options.tenants || options.config.empty()) return;
    auto config = tenants::load_config(options.config, providers());
    if (!config) return;
    Taken taken;
    for (auto& tenant : config->tenants) {
        if (auto* paragon = std::get_if<tenants::ParagonConfig>(&tenant.connection)) taken.take(paragon->signing_key);
        for (auto& user : tenant.users) {
            if (user.access_token) taken.take(*user.access_token);
        }
    }
    options.tenants = *std::move(config);
}

}  // namespace alysio::sandbox::assembly
