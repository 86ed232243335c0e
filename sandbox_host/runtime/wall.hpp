#pragma once

#include <alysio/abi.h>

#include <new>

namespace alysio::sandbox::runtime {

/// Runs the body of a function that a plugin calls: no exception leaves it.
template <class Body>
alysio_status wall(Body&& body) noexcept {
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return ALYSIO_E_NO_MEMORY;
    } catch (...) {
        return ALYSIO_E_INTERNAL;
    }
}

}  // namespace alysio::sandbox::runtime
