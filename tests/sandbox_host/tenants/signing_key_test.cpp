#include "sandbox_host/tenants/signing_key.hpp"

#include "tests/sandbox_host/tenants/fixtures.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::tenants {

TEST_CASE("a signed token verifies with OpenSSL and says RS256") {
    const TestKey key;
    const auto signing = SigningKey::from_pem(Secret{key.pem()}).value();
    const auto token = signing.sign({{"sub", "user-1"}, {"exp", 1'700'003'600}, {"note", "ümlaut \"quoted\""}});

    CHECK(key.verifies(token.reveal()));
    CHECK(token_part(token.reveal(), 0) == nlohmann::json{{"alg", "RS256"}, {"typ", "JWT"}});
    const nlohmann::json claims{{"sub", "user-1"}, {"exp", 1'700'003'600}, {"note", "ümlaut \"quoted\""}};
    CHECK(token_part(token.reveal(), 1) == claims);
    CHECK(token.reveal().find_first_of("+/=") == std::string_view::npos);
}

TEST_CASE("a token that was tampered with does not verify") {
    const TestKey key;
    const auto signing = SigningKey::from_pem(Secret{key.pem()}).value();
    std::string token{signing.sign({{"sub", "user-1"}}).reveal()};
    auto& c = token[token.find('.') + 3];
    c = c == 'A' ? 'B' : 'A';
    CHECK_FALSE(key.verifies(token));
    CHECK_FALSE(TestKey{}.verifies(signing.sign({{"sub", "user-1"}}).reveal()));
}

TEST_CASE("what cannot sign RS256 is refused with the reason") {
    const auto [pem, reason] = GENERATE_COPY(table<std::string, std::string>({
        {"", "is not a PEM private key"},
        {"not a key", "is not a PEM private key"},
        {TestKey{}.pem().substr(0, 200), "is not a PEM private key"},
        {TestKey{}.public_pem(), "is a public key: signing needs the private one"},
        {TestKey{}.encrypted_pem(), "is encrypted: give it as a plain PEM private key"},
        {TestKey{1024}.pem(), "has 1024 bits: RS256 needs 2048 or more"},
        {elliptic_pem(), "is not an RSA key, which RS256 needs"},
    }));
    const auto key = SigningKey::from_pem(Secret{std::string(pem)});
    REQUIRE_FALSE(key);
    CHECK(key.error().message == reason);
}

}  // namespace alysio::sandbox::tenants
