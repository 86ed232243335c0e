#include "sandbox_host/tenants/secret.hpp"

#include <openssl/crypto.h>

#include <cstring>
#include <utility>

namespace alysio::sandbox::tenants {

Secret::Secret(std::string&& text) : bytes_(new char[text.size() + 1]), size_(text.size()) {
    std::memcpy(bytes_.get(), text.data(), size_);
    bytes_[size_] = '\0';
    tenants::wipe(text);
}

Secret::Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

Secret::~Secret() {
    wipe();
}

void Secret::wipe() noexcept {
    if (bytes_) OPENSSL_cleanse(bytes_.get(), size_);
}

void wipe(std::string& text) noexcept {
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

}  // namespace alysio::sandbox::tenants
