#pragma once

#include "sandbox_host/tenants/config.hpp"
#include "sandbox_host/tenants/secret.hpp"
#include "sandbox_host/tenants/signing_key.hpp"

#include <alysio/base/result.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace alysio::sandbox::tenants {

using WallClock = std::function<std::chrono::sys_seconds()>;

/// The content of the file or variable, without blanks around it; or what is wrong there, in words that hold none of it.
base::Result<Secret, ConfigError> read_secret(const SecretSource& source);

/// What proves to the far end who is asking. Used from one thread.
class Credentials {
  public:
    virtual ~Credentials() = default;

    /// Appends header lines, valid at this moment.
    virtual void append_headers(std::vector<std::string>& lines) = 0;
    /// After they were refused: gets new ones. False: there are no others to be had.
    virtual bool renew() = 0;
};

/// A user token and a credential selector, signed with the project's key and used for an hour. The formats are
/// documented in sandbox_host/README.md.
std::unique_ptr<Credentials> paragon_credentials(const ParagonConfig& config, std::string tenant,
                                                 const UserConfig& user, SigningKey key, WallClock clock);

/// A token that somebody else keeps fresh in a file, or that was given in a variable.
base::Result<std::unique_ptr<Credentials>, ConfigError> bearer_credentials(const SecretSource& source);

}  // namespace alysio::sandbox::tenants
