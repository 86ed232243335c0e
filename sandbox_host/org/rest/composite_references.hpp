#pragma once

#include "sandbox_host/org/wire/http.hpp"

#include <alysio/base/result.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

/// What the parts of a composite request know of those before them: @{account.id}, @{found.records[0].Id}.
class References {
  public:
    void remember(const std::string& reference, const Response& response);

    /// Puts values in the place of references, in the URL and in every text of the body; or says which has none.
    base::Result<void> resolve(nlohmann::json& part) const;

  private:
    base::Result<void> resolve_text(std::string& text) const;
    base::Result<void> resolve_all(nlohmann::json& value) const;

    std::map<std::string, nlohmann::json, std::less<>> bodies_;
};

}  // namespace alysio::sandbox::org
