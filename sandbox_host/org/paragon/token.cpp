#include "sandbox_host/org/paragon/token.hpp"

#include <jwt/jwt.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

// cpp-jwt decodes with unchecked tables: a byte outside the alphabet would be read past their end.
bool is_compact_jwt(std::string_view token) {
    const auto allowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.';
    };
    const auto dot = token.find('.');
    return token.size() < 16'384 && std::all_of(token.begin(), token.end(), allowed) &&
           std::count(token.begin(), token.end(), '.') == 2 && dot > 0 && token[dot + 1] != '.' && token.back() != '.';
}

constexpr const char* permissions_claim = "urn:useparagon:connect:permissions";

std::string text_claim(const nlohmann::json& claims, const char* name) {
    const auto claim = claims.find(name);
    return claim != claims.end() && claim->is_string() ? claim->get<std::string>() : std::string();
}

}  // namespace

Result<Claims> TokenVerifier::verify(std::string_view token) const {
    if (!is_compact_jwt(token)) return fail("it is no JWT");
    nlohmann::json claims;
    try {
        std::error_code error;
        const auto decoded =
            jwt::decode(jwt::string_view(token.data(), token.size()), jwt::params::algorithms({"RS256"}), error,
                        jwt::params::secret(public_key_), jwt::params::verify(true));
        if (error) return fail(error.message());
        claims = decoded.payload().create_json_obj();
    } catch (const std::exception&) {
        // Headers and claims of unexpected types end here, beside the error code.
        return fail("it is malformed");
    }
    // cpp-jwt judges an expiry only where there is one.
    if (!claims.is_object() || !claims.contains("exp") || !claims["exp"].is_number_integer()) {
        return fail("it has no expiry");
    }
    return Claims{text_claim(claims, "sub"),
                  text_claim(claims, "aud"),
                  text_claim(claims, "iss"),
                  text_claim(claims, "tenant"),
                  text_claim(claims, "credential"),
                  claims.contains(permissions_claim) ? claims[permissions_claim].dump() : std::string()};
}

}  // namespace alysio::sandbox::org
