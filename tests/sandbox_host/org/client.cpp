#include "tests/sandbox_host/org/client.hpp"

#include <curl/curl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <stdexcept>

namespace alysio::sandbox::org::test {
namespace {

std::size_t append(char* data, std::size_t size, std::size_t count, void* to) {
    static_cast<std::string*>(to)->append(data, size * count);
    return size * count;
}

std::size_t read_header(char* data, std::size_t size, std::size_t count, void* to) {
    const std::string line(data, size * count);
    const auto colon = line.find(':');
    if (colon != std::string::npos) {
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        const auto start = line.find_first_not_of(' ', colon + 1);
        const auto end = line.find_last_not_of("\r\n");
        (*static_cast<HttpHeaders*>(to))[name] = start <= end ? line.substr(start, end - start + 1) : "";
    }
    return size * count;
}

std::string base64url(const std::string& bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), data, static_cast<int>(bytes.size()));
    text.resize(text.find_first_of(std::string("=\0", 2)));
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

}  // namespace

HttpAnswer request(const std::string& method, const std::string& url, const HttpHeaders& headers,
                   const std::string& body) {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    HttpAnswer reply;
    curl_slist* list = nullptr;
    for (const auto& [name, value] : headers) list = curl_slist_append(list, (name + ": " + value).c_str());
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl.get(), CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &reply.body);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, read_header);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &reply.headers);
    curl_easy_setopt(curl.get(), CURLOPT_NOBODY, method == "HEAD" ? 1L : 0L);
    if (!body.empty()) {
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.data());
    }
    long status = 0;
    if (curl_easy_perform(curl.get()) == CURLE_OK) curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(list);
    reply.status = static_cast<int>(status);
    return reply;
}

std::string url_encoded(const std::string& text) {
    char* encoded = curl_easy_escape(nullptr, text.c_str(), static_cast<int>(text.size()));
    std::string result(encoded);
    curl_free(encoded);
    return result;
}

std::string signed_jwt(const json& header, const json& claims, const std::string& private_key_pem) {
    const std::string text = base64url(header.dump()) + "." + base64url(claims.dump());
    BIO* bio = BIO_new_mem_buf(private_key_pem.data(), static_cast<int>(private_key_pem.size()));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    if (key == nullptr) return text + "." + base64url("nonsense");
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    std::size_t size = 0;
    std::string signature;
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key);
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    EVP_DigestSign(context, nullptr, &size, data, text.size());
    signature.resize(size);
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, data, text.size());
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return text + "." + base64url(signature);
}

std::string hmac_jwt(const json& header, const json& claims, const std::string& key) {
    const std::string text = base64url(header.dump()) + "." + base64url(claims.dump());
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
         text.size(), digest, &size);
    return text + "." + base64url(std::string(reinterpret_cast<const char*>(digest), size));
}

RunningOrg::RunningOrg(OrgServerOptions options) {
    auto started = OrgServer::start(options);
    if (!started) throw std::runtime_error(started.error().message);
    org_ = *std::move(started);
}

HttpAnswer RunningOrg::call(const std::string& method, const std::string& path, const std::string& body,
                            HttpHeaders headers, const std::string& user_name, const std::string& tenant_name) const {
    headers.try_emplace("Authorization", "Bearer " + user(tenant_name, user_name).access_token);
    if (!body.empty()) headers.try_emplace("Content-Type", "application/json");
    return request(method, tenant(tenant_name).instance_url + "/services/data/v63.0" + path, headers, body);
}

json RunningOrg::query(const std::string& soql, HttpHeaders headers) const {
    return call("GET", "/query?q=" + url_encoded(soql), "", std::move(headers)).document();
}

HttpAnswer RunningOrg::proxied(const std::string& method, const std::string& path, const std::string& token,
                               const std::string& credential, const std::string& body, HttpHeaders headers) const {
    headers.try_emplace("Authorization", "Bearer " + token);
    if (!credential.empty()) headers.try_emplace("X-Paragon-Credential", credential);
    if (!body.empty()) headers.try_emplace("Content-Type", "application/json");
    return request(method,
                   connection().proxy_url + "/projects/" + connection().project_id + "/sdk/proxy/salesforce" + path,
                   headers, body);
}

std::string RunningOrg::user_token(const std::string& connected_user, int seconds_left) const {
    const auto now = std::time(nullptr);
    return signed_jwt({{"alg", "RS256"}, {"typ", "JWT"}},
                      {{"sub", connected_user},
                       {"aud", "useparagon.com/" + connection().project_id},
                       {"iat", now},
                       {"exp", now + seconds_left}},
                      connection().private_key);
}

std::string RunningOrg::credential_token(const std::string& tenant_name, const OrgUser& owner, int seconds_left) const {
    const auto now = std::time(nullptr);
    return signed_jwt({{"alg", "RS256"}, {"typ", "JWT"}},
                      {{"iss", "alysio"},
                       {"aud", "paragon-credential"},
                       {"tenant", tenant_name},
                       {"credential", owner.credential},
                       {"sub", owner.connected_user},
                       {"iat", now},
                       {"exp", now + seconds_left}},
                      connection().private_key);
}

json RunningOrg::control(const std::string& method, const std::string& path, const json& body) const {
    return request(method, connection().control_url + path, {{"Content-Type", "application/json"}},
                   body.is_null() ? "" : body.dump())
        .document();
}

}  // namespace alysio::sandbox::org::test
