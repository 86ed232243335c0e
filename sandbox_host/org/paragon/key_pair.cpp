#include "sandbox_host/org/paragon/key_pair.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string_view>

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

Result<KeyPair> key_pair_of(const std::string& private_key_pem) {
    const Bio bio(BIO_new_mem_buf(private_key_pem.data(), static_cast<int>(private_key_pem.size())));
    const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return fail("it holds no RSA private key in PEM");
    return to_pem(key.get());
}

Result<KeyPair> load_or_create_key_pair(const std::filesystem::path& file) {
    if (std::ifstream stream(file, std::ios::binary); stream) {
        auto pair = key_pair_of(std::string(std::istreambuf_iterator<char>(stream), {}));
        if (!pair) return fail(file.string() + ": " + pair.error());
        return pair;
    }
    KeyPair pair = generate_key_pair();
    if (const auto written = write_private_file(file, pair.private_key); !written) return fail(written.error());
    return pair;
}

Result<Done> write_private_file(const std::filesystem::path& file, const std::string& content) {
    std::filesystem::path draft = file;
    draft += ".new";
    const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return fail("can't write " + draft.string());
    const bool written = ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size());
    const bool closed = ::close(descriptor) == 0;
    std::error_code error;
    if (written && closed) std::filesystem::rename(draft, file, error);
    if (!written || !closed || error) return fail("can't write " + file.string());
    return Done{};
}

}  // namespace alysio::sandbox::org
