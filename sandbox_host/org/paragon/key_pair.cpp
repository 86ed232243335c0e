#include "sandbox_host/org/paragon/key_pair.hpp"

#include "sandbox_host/org/files/text_file.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>

namespace alysio::sandbox::org {
namespace {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const noexcept {
        release(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

KeyPair to_pem(EVP_PKEY* key) {
    const Bio private_key(BIO_new(BIO_s_mem()));
    const Bio public_key(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_PrivateKey(private_key.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        PEM_write_bio_PUBKEY(public_key.get(), key) != 1) {
        throw std::runtime_error("OpenSSL can't write a key");
    }
    return {text_of(private_key.get()), text_of(public_key.get())};
}

}  // namespace

KeyPair generate_key_pair() {
    const Key key(EVP_RSA_gen(2048));
    if (!key) throw std::runtime_error("OpenSSL can't generate a key");
    return to_pem(key.get());
}

base::Result<KeyPair> key_pair_of(const std::string& private_key_pem) {
    const Bio bio(BIO_new_mem_buf(private_key_pem.data(), static_cast<int>(private_key_pem.size())));
    const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
        return base::Error{"it holds no RSA private key in PEM"};
    return to_pem(key.get());
}

base::Result<KeyPair> load_or_create_key_pair(const std::filesystem::path& file) {
    if (const auto kept = read_text(file)) {
        auto pair = key_pair_of(*kept);
        if (!pair) return base::Error{file.string() + ": " + pair.error().message};
        return pair;
    }
    KeyPair pair = generate_key_pair();
    if (const auto written = write_private_file(file, pair.private_key); !written) return written.error();
    return pair;
}

}  // namespace alysio::sandbox::org
