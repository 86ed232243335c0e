#include "sandbox_host/mcp/request_state.hpp"

#include "sandbox_host/mcp/protocol/message.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <iterator>

namespace alysio::sandbox::mcp {
namespace {

std::string hex(const unsigned char* bytes, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += "0123456789abcdef"[bytes[i] >> 4];
        text += "0123456789abcdef"[bytes[i] & 15];
    }
    return text;
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64(std::string_view text) {
    std::string encoded((text.size() + 2) / 3 * 4, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()), bytes_of(text), static_cast<int>(text.size()));
    return encoded;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string decoded(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()), bytes_of(text),
                                     static_cast<int>(text.size()));
    if (size < 0 || text.empty()) return std::nullopt;
    // EVP_DecodeBlock counts the padding as bytes.
    const auto padding = text.size() - std::min(text.find('='), text.size());
    decoded.resize(static_cast<std::size_t>(size) - padding);
    return decoded;
}

}  // namespace

RequestStates::RequestStates() {
    RAND_bytes(key_.data(), static_cast<int>(key_.size()));
}

std::string RequestStates::signature(std::string_view payload) const {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> code{};
    HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), bytes_of(payload), payload.size(), code.data(),
         nullptr);
    return hex(code.data(), code.size());
}

std::string RequestStates::seal(const Asked& asked, Now now) {
    const auto end = now + lifetime;
    const Json payload = {{"number", ++sealed_},          {"end", end.time_since_epoch().count()},
                          {"tool", asked.tool},           {"arguments", asked.arguments_digest},
                          {"principal", asked.principal}, {"token", asked.preview_token}};
    const std::string text = base64(dump(payload));
    return text + "." + signature(text);
}

RequestStates::Opened RequestStates::open(std::string_view state, Now now) {
    const auto dot = state.find('.');
    if (dot == state.npos) return {};
    const auto text = state.substr(0, dot);
    const auto expected = signature(text);
    const auto given = state.substr(dot + 1);
    const bool same =
        given.size() == expected.size() && CRYPTO_memcmp(given.data(), expected.data(), expected.size()) == 0;
    const auto payload = same ? from_base64(text) : std::nullopt;
    if (!payload) return {};

    const Json document = Json::parse(*payload);
    const auto number = document.at("number").get<std::uint64_t>();
    const Now end{std::chrono::seconds{document.at("end").get<std::int64_t>()}};
    std::erase_if(used_, [&](const auto& entry) { return entry.second <= now; });
    if (end <= now || !used_.emplace(number, end).second) return {Verdict::over, {}};
    return {Verdict::good,
            {document.at("tool"), document.at("arguments"), document.at("principal"), document.at("token")}};
}

std::string digest(const std::string& json) {
    const Json value = Json::parse(json, nullptr, false);
    // Members in order, numbers in one spelling.
    const std::string canonical = value.is_discarded() ? json : dump(value);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    SHA256(bytes_of(canonical), canonical.size(), hash.data());
    return hex(hash.data(), hash.size());
}

}  // namespace alysio::sandbox::mcp
