#include "sandbox_host/assembly/providers.hpp"

#include "sandbox_host/salesforce/provider.hpp"

namespace alysio::sandbox::assembly {

tenants::Providers providers() {
    return {salesforce::provider()};
}

}  // namespace alysio::sandbox::assembly
