#pragma once

#include <alysio/abi.h>

#include <string>

namespace alysio::sandbox::connection {

/// Who is asking: what alysio_call_info says of the user, in the words of the ABI, and whose files are whose. Made once
/// for a connected user and carried from there to the plugin. Nothing in it is secret.
struct Identity {
    std::string tenant;
    std::string user;
    std::string principal;  ///< one key for who is connected to what; never the same for two tenants or users
    std::string web_url;
    std::string locale;
    std::string time_zone;
    alysio_grants grants = ALYSIO_GRANT_READ | ALYSIO_GRANT_WRITE;
    std::string settings;    ///< JSON object or empty
    std::string connection;  ///< JSON object or empty: facts of the provider, such as api_version and user_id
};

}  // namespace alysio::sandbox::connection
