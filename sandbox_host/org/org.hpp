#pragma once

#include "sandbox_host/org/org_connection.hpp"
#include "sandbox_host/org/org_options.hpp"
#include "sandbox_host/org/wire/http.hpp"

#include <alysio/base/result.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

struct OrgParts;

/// Where an org is reached: origins such as "http://127.0.0.1:40001", each different from the others.
struct OrgAddresses {
    std::int64_t pid = 0;  ///< of the process that serves them; 0: none does
    std::string proxy_url;
    std::string control_url;                           ///< its origin: the org adds a path of its own
    std::map<std::string, std::string> instance_urls;  ///< by the tenant's name
};

/// The sandbox org: tenants with their data, behind a proxy, with a control port for tests. Turns a request into a reply
/// at once, in the thread that asks, one at a time: it has no socket and no thread, and reads time and randomness from
/// its options alone. OrgServer puts it on sockets.
class Org {
  public:
    /// Fails, in words for a person, when the data is in use, or when tenants, schema or records make no sense.
    static base::Result<std::unique_ptr<Org>> open(const OrgOptions& options);
    ~Org();

    /// Until it is told others it has addresses that nobody can serve: 127.0.0.1, at ports from 1 on.
    void set_addresses(OrgAddresses addresses);
    const OrgConnection& connection() const noexcept;

    Reply serve_proxy(const Request& request);
    /// Serves what is below the path of control_url, which nobody can guess, and refuses the rest.
    Reply serve_control(const Request& request);
    /// REST, SOAP and web pages of a tenant that there is.
    Reply serve_instance(std::string_view tenant, const Request& request);
    /// What has this origin (of control_url the part before its path) serves the request; nothing where the org is not reached there.
    std::optional<Reply> serve(std::string_view origin, const Request& request);

  private:
    explicit Org(std::unique_ptr<OrgParts> parts);

    std::unique_ptr<OrgParts> parts_;
};

}  // namespace alysio::sandbox::org
