#include "sandbox_host/tenants/signing_key.hpp"

#include <alysio/base/encoding.hpp>

#include <jwt/jwt.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <stdexcept>

// cpp-jwt encodes the token; the key and the signature stay in our hands. Its own signer would copy the PEM text into
// strings that nobody wipes, parse it again for each token, ask for a pass phrase on the terminal when the PEM is
// encrypted, and leak the key when it is not an RSA one.
namespace alysio::sandbox::tenants {
namespace {

int no_pass_phrase(char*, int, int, void*) {
    return -1;
}

}  // namespace

base::Result<SigningKey> SigningKey::from_pem(const Secret& pem) {
    const auto text = pem.reveal();
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size())),
                                                        &BIO_free};
    std::shared_ptr<EVP_PKEY> key{PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_pass_phrase, nullptr),
                                  &EVP_PKEY_free};
    if (!key) {
        if (text.find("ENCRYPTED") != text.npos) return base::Error{"is encrypted: give it as a plain PEM private key"};
        if (text.find("PUBLIC KEY") != text.npos) return base::Error{"is a public key: signing needs the private one"};
        return base::Error{"is not a PEM private key"};
    }
    if (EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA) return base::Error{"is not an RSA key, which RS256 needs"};
    if (EVP_PKEY_bits(key.get()) < 2048) {
        return base::Error{"has " + std::to_string(EVP_PKEY_bits(key.get())) + " bits: RS256 needs 2048 or more"};
    }
    return SigningKey{std::move(key)};
}

Secret SigningKey::sign(const nlohmann::json& claims) const {
    jwt::jwt_payload payload;
    for (const auto& [name, value] : claims.items()) payload.add_claim(name, value);
    auto token = jwt::jwt_header{jwt::algorithm::RS256}.base64_encode() + '.' + payload.base64_encode();

    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    std::string signature(static_cast<std::size_t>(EVP_PKEY_size(key_.get())), '\0');
    auto size = signature.size();
    if (!digest || EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(token.data()), token.size()) != 1) {
        throw std::runtime_error("OpenSSL could not sign a token");
    }
    signature.resize(size);
    token += '.' + base::base64url(signature);
    return Secret{std::move(token)};
}

}  // namespace alysio::sandbox::tenants
