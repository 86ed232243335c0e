#pragma once

#include "sandbox_host/org/schema/schema.hpp"

#include <alysio/base/result.hpp>

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// The crowd of real orgs: objects, fields and picklist values that nobody asks for. None where 0.
struct Padding {
    std::size_t objects = 0;           ///< so many in all
    std::size_t fields = 0;            ///< so many in all on one object,
    std::string on = "Account";        ///< this one
    std::size_t dependent_values = 0;  ///< there too: a picklist of so many, dependent on another

    bool any() const noexcept { return objects + fields + dependent_values > 0; }

    /// {"objects":1300, "fields":800, "dependent_values":3000, "on":"Account"}
    static base::Result<Padding> load(const nlohmann::json& document);
    /// A large org, as they are met: 1,300 objects, 800 fields on Account, 3,000 dependent values.
    static Padding large() { return {1300, 800, "Account", 3000}; }
};

/// What has to be declared beside the schema to make it that large: the same every time. The error names the padding's
/// object where the schema lacks it.
base::Result<std::vector<nlohmann::json>> padding_for(const Schema& schema, const Padding& padding);

}  // namespace alysio::sandbox::org
