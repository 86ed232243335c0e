#pragma once

#include "sandbox_host/tenants/secret.hpp"

#include <alysio/base/result.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace alysio::sandbox::tenants {

class Provider;
using Providers = std::vector<std::shared_ptr<const Provider>>;

// The shape of a configuration file, as sandbox_host/README.md documents it. Reading one checks everything that the
// text alone can tell; files and variables are looked at when a user is connected (Tenants::connect), so that one
// tenant's missing key does not stop the others.

/// Where a secret is to be found: a file, a variable, or the hands of whoever assembles the host; exactly one is set. A
/// secret itself never stands in a configuration.
struct SecretSource {
    std::filesystem::path file = {};
    std::string env = {};
    std::string pointer = {};  ///< where this was configured, for messages
    std::shared_ptr<const Secret> given = {};
};

enum class CredentialKind {
    signed_token,  ///< our own format: the credential id, bound to tenant, user and expiry, signed with the project key
    uuid,          ///< the bare credential id, as Paragon's SDK sends it
};

struct ParagonConfig {
    std::string proxy_url;  ///< no trailing slash
    std::string project_id;
    std::string integration;  ///< empty: the provider that the plugin's manifest names
    SecretSource signing_key;
    CredentialKind credential = CredentialKind::signed_token;
    std::string configuration_id;  ///< Paragon's, where an integration has several configurations
    std::string path_prefix;       ///< put between proxy address and path; may be empty
    std::string api_version;       ///< may be empty: the proxy knows
};

/// A connection straight to a provider's API, with a token of each user's own.
struct RestConfig {
    std::string root;                                        ///< what paths are appended to; no trailing slash
    std::string web_url;                                     ///< where people open the account; may be empty
    std::vector<std::pair<std::string, std::string>> facts;  ///< told to the plugin, such as api_version
};

/// The sandbox org: whoever assembles the host turns it into a ParagonConfig once the org is up.
struct OrgConfig {};

struct UserConfig {
    std::string name;
    std::string connected_user;                ///< paragon: `sub` of the user token
    std::string credential_id;                 ///< paragon: the id of the connected account
    std::optional<SecretSource> access_token;  ///< of a RestConfig
    std::string user_id;                       ///< the provider's id of the user, where known
    std::string user_name;
    std::string time_zone;
    std::string locale;
};

/// The objects behind relationships that only the provider's schema knows: "Deal__r" -> "Deal__c".
using Relationships = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// Which objects and fields may be read, or written. Names match without regard to case; '*' stands for any text.
struct AccessRule {
    std::optional<std::vector<std::string>> allowed_objects;  ///< absent: all
    std::vector<std::string> denied_objects;
    std::vector<std::string> denied_fields;  ///< "Contact.Birthdate", "*.SSN__c"
    Relationships relationships;             ///< of queries

    bool restricts() const { return allowed_objects || !denied_objects.empty() || !denied_fields.empty(); }
};

struct BudgetConfig {
    unsigned concurrent = 8;  ///< requests under way at once
    unsigned per_second = 0;  ///< in the long run; 0: as many as the server takes
    unsigned burst = 0;       ///< after a quiet while
};

struct TenantConfig {
    std::string name;
    std::variant<OrgConfig, ParagonConfig, RestConfig> connection;
    std::string web_url;            ///< where people open the account in a browser; may be empty
    std::filesystem::path ca_file;  ///< empty: the system's certificates
    std::vector<UserConfig> users;  ///< in the order of the file; empty only for the sandbox org: all that it has
    AccessRule read;
    AccessRule write;
    BudgetConfig budget;
    std::string settings = "{}";  ///< JSON object for the plugin, not interpreted
    std::string time_zone;
    std::string locale;
};

struct Config {
    std::vector<TenantConfig> tenants;  ///< in the order of the file; the first is the default
};

struct ConfigError {
    std::string pointer;  ///< JSON pointer into the file; empty: the whole file
    std::string message;
};

using ConfigErrors = std::vector<ConfigError>;

/// Every mistake is reported, not only the first. Relative file names are taken from `folder`. The providers say which
/// kinds of connections there are beside those of this room.
base::Result<Config, ConfigErrors> parse_config(std::string_view text, const std::filesystem::path& folder,
                                                const Providers& providers);
base::Result<Config, ConfigErrors> load_config(const std::filesystem::path& file, const Providers& providers);

}  // namespace alysio::sandbox::tenants
