#pragma once

#include "sandbox_host/org/result.hpp"

#include <string>
#include <string_view>

namespace alysio::sandbox::org {

/// The claims of a token whose signature and expiry were good. Absent ones are empty.
struct Claims {
    std::string subject;
    std::string audience;
    std::string issuer;
    std::string tenant;
    std::string credential;
    std::string permissions;  // JSON of urn:useparagon:connect:permissions
};

/// Judges compact JWTs by the project's public key. RS256 alone is accepted, whatever the token's own header says, and
/// a token without an expiry is refused. Time is the system's, not the org's clock: whoever signs knows no other.
class TokenVerifier {
  public:
    explicit TokenVerifier(std::string public_key_pem) : public_key_(std::move(public_key_pem)) {}

    /// The error says what is wrong with the token and never quotes it.
    Result<Claims> verify(std::string_view token) const;

  private:
    std::string public_key_;
};

}  // namespace alysio::sandbox::org
