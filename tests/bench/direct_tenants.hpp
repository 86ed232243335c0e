#pragma once

#include "sandbox_host/runtime/call.hpp"
#include "sandbox_host/tenants/tenants.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace alysio::bench {

/// One tenant with some users, connected straight to a server of the benchmark's, and a budget that never holds anybody up.
class DirectTenants {
  public:
    DirectTenants(const std::filesystem::path& manifest, const std::string& origin, const std::string& ca_file,
                  std::size_t users);

    /// A query in that user's name.
    sandbox::runtime::CallRequest query(std::size_t user, const std::string& soql);

  private:
    std::unique_ptr<sandbox::tenants::Tenants> tenants_;
};

}  // namespace alysio::bench
