#pragma once

#include <alysio/abi.h>

namespace alysio::sandbox::runtime {

class Instance;

/// The functions every plugin gets, for this instance.
alysio_host host_table_for(Instance& instance) noexcept;

}  // namespace alysio::sandbox::runtime
