#include "sandbox_host/mcp/request_state.hpp"

#include "sandbox_host/mcp/protocol/message.hpp"
#include "sandbox_host/runtime/sha256.hpp"

#include <alysio/base/encoding.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

namespace alysio::sandbox::mcp {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

RequestStates::RequestStates() {
    RAND_bytes(key_.data(), static_cast<int>(key_.size()));
}

std::string RequestStates::signature(std::string_view payload) const {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> code{};
    HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), bytes_of(payload), payload.size(), code.data(),
         nullptr);
    return base::hex(code);
}

std::string RequestStates::seal(const ConfirmedCall& call, Now now) {
    const auto end = now + lifetime;
    const Json payload = {{"number", ++sealed_},         {"end", end.time_since_epoch().count()},
                          {"tool", call.tool},           {"arguments", call.arguments_digest},
                          {"principal", call.principal}, {"token", call.preview_token}};
    const std::string text = base::base64(dump(payload));
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
    const auto payload = same ? base::from_base64(text) : std::nullopt;
    if (!payload) return {};

    const Json document = Json::parse(*payload);
    const auto number = document.at("number").get<std::uint64_t>();
    const Now end{std::chrono::seconds{document.at("end").get<std::int64_t>()}};
    std::erase_if(used_, [&](const auto& entry) { return entry.second <= now; });
    if (end <= now || !used_.emplace(number, end).second) return {Validity::over, {}};
    return {Validity::good,
            {document.at("tool"), document.at("arguments"), document.at("principal"), document.at("token")}};
}

std::string digest(const std::string& json) {
    const Json value = Json::parse(json, nullptr, false);
    // Members in order, numbers in one spelling.
    const std::string canonical = value.is_discarded() ? json : dump(value);
    return runtime::sha256_of(canonical);
}

}  // namespace alysio::sandbox::mcp
