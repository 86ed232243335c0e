#pragma once

#include <alysio/abi/base.h>

#include <string_view>

namespace alysio::sdk {

/// Views across the boundary: the same bytes in the other side's words. Nothing is copied. An absent text (rule 6) and an
/// empty one are the same in C++, and go out as the absent one.
constexpr std::string_view view(alysio_str text) noexcept {
    return text.data == nullptr || text.size == 0 ? std::string_view() : std::string_view(text.data, text.size);
}

constexpr alysio_str str(std::string_view text) noexcept {
    return text.empty() ? alysio_str{nullptr, 0} : alysio_str{text.data(), text.size()};
}

}  // namespace alysio::sdk
