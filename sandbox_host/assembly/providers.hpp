#pragma once

#include "sandbox_host/tenants/provider.hpp"

namespace alysio::sandbox::assembly {

/// The providers that plugins and configurations may name.
tenants::Providers providers();

}  // namespace alysio::sandbox::assembly
