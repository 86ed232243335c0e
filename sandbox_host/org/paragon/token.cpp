#include "sandbox_host/org/paragon/token.hpp"

#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <jwt/jwt.hpp>

#include <algorithm>
#include <cstdint>

namespace alysio::sandbox::org {
namespace {

// cpp-jwt decodes with unchecked tables: a byte outside the alphabet would be read past their end.
bool is_compact_jwt(std::string_view token) {
    const auto allowed = [](char c) { return base::is_letter_or_digit(c) || c == '-' || c == '_' || c == '.'; };
    const auto dot = token.find('.');
    return token.size() < 16'384 && std::all_of(token.begin(), token.end(), allowed) &&
           std::count(token.begin(), token.end(), '.') == 2 && dot > 0 && token[dot + 1] != '.' && token.back() != '.';
}

constexpr const char* permissions_claim = "urn:useparagon:connect:permissions";

base::Error error_of(jwt::VerificationErrc code) {
    return {make_error_code(code).message()};
}

// In place of cpp-jwt's own judgement, which reads the system's clock.
base::Result<void> check_time(const nlohmann::json& claims, std::int64_t now) {
    const nlohmann::json* expiry = base::find_member(claims, "exp");
    if (expiry == nullptr || !expiry->is_number_integer()) return base::Error{"it has no expiry"};
    if (now > expiry->get<std::int64_t>()) return error_of(jwt::VerificationErrc::TokenExpired);
    const nlohmann::json* begin = base::find_member(claims, "nbf");
    if (begin == nullptr) return {};
    if (!begin->is_number_integer()) return error_of(jwt::VerificationErrc::TypeConversionError);
    if (now < begin->get<std::int64_t>()) return error_of(jwt::VerificationErrc::ImmatureSignature);
    return {};
}

}  // namespace

base::Result<Claims> TokenVerifier::verify(std::string_view token) const {
    if (!is_compact_jwt(token)) return base::Error{"it is no JWT"};
    const jwt::string_view text(token.data(), token.size());
    nlohmann::json claims;
    try {
        std::error_code error;
        const auto decoded = jwt::decode(text, jwt::params::algorithms({"RS256"}), error, jwt::params::verify(false));
        if (error) return base::Error{error.message()};
        if (decoded.header().algo() != jwt::algorithm::RS256) {
            return error_of(jwt::VerificationErrc::InvalidAlgorithm);
        }
        const auto dot = token.rfind('.');
        const auto [good, failure] =
            jwt::jwt_signature(public_key_).verify(decoded.header(), text.substr(0, dot), text.substr(dot + 1));
        if (failure) return base::Error{failure.message()};
        if (!good) return error_of(jwt::VerificationErrc::InvalidSignature);
        claims = decoded.payload().create_json_obj();
    } catch (const std::exception&) {
        // Headers and claims of unexpected types end here, beside the error code.
        return base::Error{"it is malformed"};
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.real_now()).time_since_epoch().count();
    if (const auto timely = check_time(claims, now); !timely) return timely.error();
    return Claims{std::string(base::text_member(claims, "sub")),
                  std::string(base::text_member(claims, "aud")),
                  std::string(base::text_member(claims, "iss")),
                  std::string(base::text_member(claims, "tenant")),
                  std::string(base::text_member(claims, "credential")),
                  claims.contains(permissions_claim) ? claims[permissions_claim].dump() : std::string()};
}

}  // namespace alysio::sandbox::org
