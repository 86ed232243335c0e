#include "tests/sandbox_host/tenants/fixtures.hpp"

#include "sandbox_host/salesforce/provider.hpp"

#include <alysio/base/encoding.hpp>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace alysio::sandbox::tenants {
namespace {

template <typename Write>
std::string written(Write write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio{BIO_new(BIO_s_mem()), &BIO_free};
    if (write(bio.get()) != 1) throw std::runtime_error("OpenSSL could not write a key");
    char* data = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

Providers providers() {
    return {salesforce::provider()};
}

std::shared_ptr<const EndpointPolicy> shipped_policy() {
    std::ifstream stream{MANIFEST_FILE};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    auto policy = EndpointPolicy::parse(text, providers());
    if (!policy) throw std::runtime_error(policy.error()[0].pointer + ": " + policy.error()[0].message);
    return std::make_shared<const EndpointPolicy>(*std::move(policy));
}

std::shared_ptr<const EndpointPolicy> policy_of(const std::string& policy) {
    auto parsed = EndpointPolicy::parse(R"({"policy":)" + policy + '}', providers());
    if (!parsed) throw std::runtime_error(parsed.error()[0].pointer + ": " + parsed.error()[0].message);
    return std::make_shared<const EndpointPolicy>(*std::move(parsed));
}

TestKey::TestKey(unsigned bits) : key_(EVP_RSA_gen(bits), &EVP_PKEY_free) {}

std::string TestKey::pem() const {
    return written(
        [&](BIO* bio) { return PEM_write_bio_PrivateKey(bio, key_.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

std::string TestKey::public_pem() const {
    return written([&](BIO* bio) { return PEM_write_bio_PUBKEY(bio, key_.get()); });
}

std::string TestKey::encrypted_pem() const {
    const unsigned char pass[] = "pass phrase";
    return written([&](BIO* bio) {
        return PEM_write_bio_PrivateKey(bio, key_.get(), EVP_aes_128_cbc(), pass, sizeof pass - 1, nullptr, nullptr);
    });
}

bool TestKey::verifies(std::string_view token) const {
    const auto dot = token.rfind('.');
    const auto signature = base::from_base64url(token.substr(dot + 1)).value();
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    return EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
           EVP_DigestVerify(digest.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                            reinterpret_cast<const unsigned char*>(token.data()), dot) == 1;
}

std::string elliptic_pem() {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), &EVP_PKEY_free};
    return written(
        [&](BIO* bio) { return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

nlohmann::json token_part(std::string_view token, int part) {
    for (; part > 0; --part) token.remove_prefix(token.find('.') + 1);
    return nlohmann::json::parse(base::from_base64url(token.substr(0, token.find('.'))).value());
}

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "alysio-test-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::write(const std::string& name, const std::string& content) const {
    std::ofstream{path_ / name} << content;
    return path_ / name;
}

connection::RequestView get(std::string_view path, std::vector<connection::PairView> query) {
    return {ALYSIO_HTTP_GET, path, std::move(query), {}, {}};
}

connection::RequestView post(std::string_view path, std::string_view body) {
    return {ALYSIO_HTTP_POST, path, {}, {}, body};
}

connection::RequestView patch(std::string_view path, std::string_view body) {
    return {ALYSIO_HTTP_PATCH, path, {}, {}, body};
}

}  // namespace alysio::sandbox::tenants
