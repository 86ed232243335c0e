#include "sandbox_host/mcp/random_name.hpp"

#include <openssl/rand.h>

#include <array>

namespace alysio::sandbox::mcp {

std::string random_name() {
    std::array<unsigned char, 16> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    std::string name;
    for (const unsigned char byte : bytes) {
        name += "0123456789abcdef"[byte >> 4];
        name += "0123456789abcdef"[byte & 15];
    }
    return name;
}

}  // namespace alysio::sandbox::mcp
