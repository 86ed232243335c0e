#pragma once

#include "sandbox_host/org/query/page_shrink.hpp"
#include "sandbox_host/org/tenant/change.hpp"
#include "sandbox_host/org/wire/http.hpp"

#include <alysio/base/result.hpp>

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// Which requests a fault meets. An empty text matches everything; `path` is a part of the target.
struct When {
    std::string method;
    std::string path;
    std::string tenant;
    std::string user;
    std::string via;
    std::int64_t skip = 0;   ///< so many that match pass first
    std::int64_t times = 1;  ///< how often it strikes; -1: always
    double probability = 1;  ///< of each that matches, by dice that the seed decides
    std::uint64_t seed = 1;
};

/// What has changed in the org by the time it looks at the request.
struct Meanwhile {
    bool rotate_session = false;   ///< the user's access token is a new one, and with the old one its locators are gone
    bool expire_locators = false;  ///< of the tenant
    std::vector<Change> changes;
    PageShrink page_shrink;  ///< for this request
};

/// One thing that goes wrong. README.md, "Faults", shows it as JSON and lists the keys.
struct Fault {
    When when;
    Meanwhile meanwhile;

    bool processes = true;                       ///< the org does what was asked, whatever the client is told
    std::optional<Response> answer;              ///< instead of the org's own
    std::string error;                           ///< instead of either: one of ready_answers.hpp
    std::optional<std::size_t> malformed_after;  ///< the body goes on with garbage from this byte on
    bool cuts = false;                           ///< the connection ends in the middle of the body,
    std::optional<std::size_t> cut_after;        ///< after so many bytes; half of it where absent
    TransportFault transport;

    std::string text;  ///< the JSON it was made of

    /// The error names the key, its rule, and what else could stand there.
    static base::Result<Fault> load(const nlohmann::json& document);
    /// One fault or an array of them; the error says which one.
    static base::Result<std::vector<Fault>> load_all(const nlohmann::json& document);
};

}  // namespace alysio::sandbox::org
