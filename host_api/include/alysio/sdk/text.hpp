#pragma once

#include <alysio/abi/base.h>

#include <string_view>

namespace alysio::sdk {

/// Views across the boundary: the same bytes in the other side's words. Nothing is copied.
constexpr std::string_view view(alysio_str text) {
    return text.size == 0 ? std::string_view() : std::string_view(text.data, text.size);
}

constexpr alysio_str str(std::string_view text) {
    return alysio_str{text.data(), text.size()};
}

}  // namespace alysio::sdk
