#include "sandbox_host/org/random/random_bytes.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace alysio::sandbox::org {

void system_random_bytes(std::span<unsigned char> bytes) {
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no randomness");
}

}  // namespace alysio::sandbox::org
