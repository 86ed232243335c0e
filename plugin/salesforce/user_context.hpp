#pragma once

#include "plugin/salesforce/calendar.hpp"
#include "plugin/salesforce/result.hpp"

#include <alysio/sdk/json.hpp>

#include <optional>
#include <string>

namespace alysio::sdk {
class Call;
}

namespace alysio::salesforce {

struct PrincipalState;
class Rest;

/// Who the connected user is and which day "today" is for him: what "my", "this month" and "next Friday" need. Empty
/// parts are not known.
struct UserContext {
    std::string user_id;
    std::string user_name;
    std::string time_zone;  // IANA
    std::string currency;   // ISO code; known in orgs with several currencies only
    std::optional<bool> multi_currency;
    std::optional<bool> person_accounts;

    bool complete() const;

    bool zone_known() const;
    /// UTC where the zone is not known.
    TimeZone zone() const;

    /// {"user_id", "user_name", "time_zone", "today", "currency", "multi_currency", "person_accounts"}, known parts only; a zone
    /// that is not is called "unknown".
    sdk::Json to_json(std::int64_t unix_ns) const;
};

/// What the host said with the call, completed by what was learnt for its principal before. Asks nothing.
UserContext known_context(const sdk::Call& call, const PrincipalState& principal);

/// The same; what is lacking is asked once per principal and remembered. What cannot be learnt stays empty.
Task<UserContext> learn_context(Rest& rest, PrincipalState& principal);

/// In which the org totals amounts of several currencies: "EUR". Empty where it does not say.
Task<std::string> corporate_currency(Rest& rest, PrincipalState& principal);

}  // namespace alysio::salesforce
