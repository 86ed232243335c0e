#pragma once

#include <alysio/abi/http.h>

namespace alysio::sdk {

/// What a request does: what it states, else what its method does.
constexpr alysio_http_effect effect_of(alysio_http_method method, alysio_http_effect stated) noexcept {
    if (stated != ALYSIO_HTTP_BY_METHOD) return stated;
    return method == ALYSIO_HTTP_GET ? ALYSIO_HTTP_READS : ALYSIO_HTTP_CHANGES;
}

}  // namespace alysio::sdk
