#pragma once

#include <alysio/base/result.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace alysio::sandbox::org {

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

/// What it takes to talk to an org. Holds secrets: never to be logged.
struct OrgConnection {
    std::string proxy_url;    ///< "http://127.0.0.1:40001"; requests go to
                              ///< {proxy_url}/projects/{project_id}/sdk/proxy/salesforce/{apiPath}
    std::string control_url;  ///< with a path that nobody can guess: requests go to {control_url}/faults
    std::string project_id;
    std::string api_version;       ///< that the proxy puts before relative paths: "63.0"
    std::string private_key;       ///< PEM, for signing user tokens and credentials; empty when only its owner has it
    std::string private_key_file;  ///< where that key is kept; empty: nowhere
    std::int64_t pid = 0;          ///< of the process that serves it; 0: none does
    std::map<std::string, OrgTenant> tenants;

    /// One line of JSON, without the newline: the first line that `alysio-sandbox org` prints, and
    /// connection.json. The key itself is not in it, only its file.
    std::string to_json() const;
    static base::Result<OrgConnection> from_json(const std::string& text);
};

}  // namespace alysio::sandbox::org
