#pragma once

#include "sandbox_host/tenants/secret.hpp"

#include <alysio/base/result.hpp>

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>

struct evp_pkey_st;

namespace alysio::sandbox::tenants {

/// An RSA private key that signs JSON Web Tokens (RS256). Safe to use from several threads.
class SigningKey {
  public:
    /// Reads a PEM text, PKCS#1 or PKCS#8, unencrypted, of 2048 bits or more. Otherwise: why not, in words that fit
    /// behind "the signing key ...".
    static base::Result<SigningKey> from_pem(const Secret& pem);

    /// The compact form, header.claims.signature. Throws std::runtime_error only when OpenSSL itself is broken.
    Secret sign(const nlohmann::json& claims) const;

  private:
    explicit SigningKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

    std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace alysio::sandbox::tenants
