#include "sandbox_host/mcp/random_name.hpp"

#include <alysio/base/encoding.hpp>

#include <openssl/rand.h>

#include <array>

namespace alysio::sandbox::mcp {

std::string random_name() {
    std::array<unsigned char, 16> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    return base::hex(bytes);
}

}  // namespace alysio::sandbox::mcp
