#pragma once

#include "sandbox_host/tenants/secret.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace alysio::sandbox::tenants {

// The shape of a configuration file, as sandbox_host/README.md documents it. Reading one checks everything that the
// text alone can tell; files and variables are looked at when a connection is made (connect.hpp), so that one tenant's
// missing key does not stop the others.

// Where a secret is to be found: a file, a variable, or the hands of whoever assembles the host; exactly one is set. A
// secret itself never stands in a configuration.
struct SecretSource {
    std::filesystem::path file = {};
    std::string env = {};
    std::string pointer = {};  // where this was configured, for messages
    std::shared_ptr<const Secret> given = {};
};

enum class CredentialKind {
    Signed,  // our own format: the credential id, bound to tenant, user and expiry, signed with the project key
    Uuid,    // the bare credential id, as Paragon's SDK sends it
};

struct ParagonConfig {
    std::string proxy_url;  // no trailing slash
    std::string project_id;
    std::string integration = "salesforce";
    SecretSource signing_key;
    CredentialKind credential = CredentialKind::Signed;
    std::string configuration_id;  // Paragon's, where an integration has several configurations
    std::string path_prefix;       // put between proxy address and path: "" or "/services/data/v62.0"
    std::string api_version;       // may be empty: the proxy knows
};

struct DirectConfig {
    std::string instance_url;  // no trailing slash
    std::string api_version;
};

// The sandbox org: whoever assembles the host turns it into a ParagonConfig once the org is up.
struct OrgConfig {};

struct UserConfig {
    std::string name;
    std::string connected_user;                // paragon: `sub` of the user token
    std::string credential_id;                 // paragon: the id of the connected account
    std::optional<SecretSource> access_token;  // direct
    std::string user_id;                       // the provider's id of the user, where known
    std::string user_name;
    std::string time_zone;
    std::string locale;
};

// Which objects and fields may be read, or written. Names match without regard to case; '*' stands for any text.
struct AccessRule {
    std::optional<std::vector<std::string>> allowed_objects;  // absent: all
    std::vector<std::string> denied_objects;
    std::vector<std::string> denied_fields;  // "Contact.Birthdate", "*.SSN__c"
    // Reading: the objects behind relationships that only the org's schema knows: "Deal__r" -> "Deal__c".
    std::vector<std::pair<std::string, std::vector<std::string>>> relationships;

    bool restricts() const { return allowed_objects || !denied_objects.empty() || !denied_fields.empty(); }
};

struct BudgetConfig {
    unsigned concurrent = 8;   // requests under way at once
    unsigned per_second = 20;  // in the long run
    unsigned burst = 20;       // after a quiet while
};

struct TenantConfig {
    std::string name;
    std::variant<OrgConfig, ParagonConfig, DirectConfig> connection;
    std::string web_url;            // where people open the account in a browser; may be empty
    std::filesystem::path ca_file;  // empty: the system's certificates
    std::vector<UserConfig> users;  // in the order of the file; empty only for the sandbox org: all that it has
    AccessRule read;
    AccessRule write;
    BudgetConfig budget;
    std::string settings = "{}";  // JSON object for the plugin, not interpreted
    std::string time_zone;
    std::string locale;
};

struct Config {
    std::vector<TenantConfig> tenants;  // in the order of the file; the first is the default
};

struct ConfigError {
    std::string pointer;  // JSON pointer into the file; empty: the whole file
    std::string message;
};

// Every mistake is reported, not only the first. Relative file names are taken from `folder`.
std::variant<Config, std::vector<ConfigError>> parse_config(std::string_view text, const std::filesystem::path& folder);
std::variant<Config, std::vector<ConfigError>> load_config(const std::filesystem::path& file);

}  // namespace alysio::sandbox::tenants
