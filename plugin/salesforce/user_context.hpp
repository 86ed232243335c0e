#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace alysio::salesforce {

/// Who the connected user is and when "today" is for him: what "my", "this month" and "next Friday" need. Empty parts
/// are not known.
struct UserContext {
    std::string user_id;
    std::string user_name;
    std::string time_zone;  // IANA
    std::string currency;   // ISO code of the user's, or the org's only, currency
    std::optional<bool> multi_currency;
    std::optional<bool> person_accounts;
};

}  // namespace alysio::salesforce
