#pragma once

#include <string>
#include <vector>

namespace alysio::sandbox::runtime {

/// What plugins find through alysio_host.service. The functions of `table` get the plugin's host context and from it
/// their own object back: Instance::from(ctx).service<T>(table).
struct Service {
    std::string id;     ///< "alysio.http/1"
    const void* table;  ///< the C table, static
    void* self;         ///< outlives the runtime
};

using Services = std::vector<Service>;

}  // namespace alysio::sandbox::runtime
