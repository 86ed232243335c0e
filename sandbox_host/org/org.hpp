#pragma once

#include "sandbox_host/org/places.hpp"
#include "sandbox_host/org/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace alysio::sandbox::org {

struct OrgOptions {
    std::uint16_t port = 0;                             ///< of the proxy; 0: any free one, as for all other ports
    std::optional<std::filesystem::path> tenants_file;  ///< absent: the demo org
    /// Where data, signing key and connection.json live (places.hpp); made if missing. Absent: everything in memory.
    std::optional<std::filesystem::path> state_folder;
    /// Instead: the data in this file, the others beside it.
    std::optional<std::filesystem::path> data_file;
    std::optional<std::filesystem::path> faults_file;  ///< faults in force from the start, beside the tenants file's
    bool publish = true;                               ///< write connection.json, so that others find this org
    bool fresh = false;                                ///< forget the data of all tenants; the key stays
    std::size_t records = 0;                           ///< grow the first tenant to this many opportunities
    bool pad = false;         ///< make the first tenant as large as orgs are met: Padding::large()
    std::string private_key;  ///< PEM; the project's signing key, where the caller has one
};

/// How one user is reached.
struct OrgUser {
    std::string user_id;         ///< the Salesforce user's, 18 characters
    std::string access_token;    ///< a session on the instance URL, as good as this org runs
    std::string connected_user;  ///< `sub` of the user token
    std::string credential;      ///< UUID for X-Paragon-Credential
    std::string username;
    std::string password;  ///< for SOAP login and the token resource; empty: no way in by password
};

struct OrgTenant {
    std::string org_id;
    std::string instance_url;
    std::map<std::string, OrgUser> users;
};

/// What it takes to talk to a running org. Holds secrets: never to be logged.
struct Connection {
    std::string proxy_url;  ///< "http://127.0.0.1:40001"; requests go to
                            ///< {proxy_url}/projects/{project_id}/sdk/proxy/salesforce/{apiPath}
    std::string control_url;
    std::string project_id;
    std::string api_version;       ///< that the proxy puts before relative paths: "63.0"
    std::string private_key;       ///< PEM, for signing user tokens and credentials; empty when only its owner has it
    std::string private_key_file;  ///< where that key is kept; empty: nowhere
    std::int64_t pid = 0;
    std::map<std::string, OrgTenant> tenants;

    /// One line of JSON, without the newline: the first line that `alysio-sandbox org` prints, and
    /// connection.json. The key itself is not in it, only its file.
    std::string to_json() const;
    static Result<Connection> from_json(const std::string& text);
};

/// The sandbox org, serving on loopback from a thread of its own until it is stopped or destroyed.
class Org {
  public:
    /// Fails, in words for a person, when a port or the data is in use, or when tenants, schema or records make
    /// no sense.
    static Result<std::unique_ptr<Org>> start(const OrgOptions& options);
    ~Org();

    const Connection& connection() const noexcept;
    void stop();

  private:
    struct State;
    explicit Org(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

/// The org that another process runs on this data: what its connection.json says, if the org there answers.
std::optional<Connection> find_running(const Places& places);
std::optional<Connection> find_running(const std::filesystem::path& state_folder);

}  // namespace alysio::sandbox::org
