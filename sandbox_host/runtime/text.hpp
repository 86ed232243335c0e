#pragma once

#include <alysio/abi.h>

#include <string>
#include <string_view>

namespace alysio::sandbox::runtime {

inline std::string_view view(alysio_str text) noexcept {
    return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

inline alysio_str borrow(std::string_view text) noexcept {
    return {text.data(), text.size()};
}

// Absent and empty are the same to whoever reads an ABI struct of ours, and {NULL, 0} is how absence is spelt.
inline alysio_str borrow_or_absent(std::string_view text) noexcept {
    return text.empty() ? alysio_str{nullptr, 0} : borrow(text);
}

}  // namespace alysio::sandbox::runtime
