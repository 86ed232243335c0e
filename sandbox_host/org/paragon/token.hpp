#pragma once

#include "sandbox_host/org/time/clock.hpp"

#include <alysio/base/result.hpp>

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
    std::string permissions;  ///< JSON of urn:useparagon:connect:permissions
};

/// Judges compact JWTs by the project's public key. RS256 alone is accepted, whatever the token's own header says, and
/// a token without an expiry is refused. Time is that of the clock's source, also while the org's own time stands still:
/// whoever signs knows no other.
class TokenVerifier {
  public:
    TokenVerifier(std::string public_key_pem, const Clock& clock)
        : public_key_(std::move(public_key_pem)), clock_(clock) {}

    /// The error says what is wrong with the token and never quotes it.
    base::Result<Claims> verify(std::string_view token) const;

  private:
    std::string public_key_;
    const Clock& clock_;
};

}  // namespace alysio::sandbox::org
