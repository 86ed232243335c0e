#pragma once

#include <alysio/base/result.hpp>

#include <filesystem>
#include <string>

namespace alysio::sandbox::org {

/// The project's signing key, in PEM. Whoever embeds the org signs with the private half; the proxy verifies.
struct KeyPair {
    std::string private_key;
    std::string public_key;
};

KeyPair generate_key_pair();
base::Result<KeyPair> key_pair_of(const std::string& private_key_pem);
/// The pair kept in `file`; generated and written there, readable by its owner alone, where there is none.
base::Result<KeyPair> load_or_create_key_pair(const std::filesystem::path& file);

}  // namespace alysio::sandbox::org
