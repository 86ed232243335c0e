// What a server echoes of the credential that it was sent.

#include "sandbox_host/tenants/credential_mask.hpp"

#include <alysio/base/encoding.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

namespace credential_mask_test {

using namespace alysio::sandbox::tenants;
namespace base = alysio::base;

namespace {

// Of every length that credentials have: a word, a session id of Salesforce's, a signed token.
std::string credential_of(std::size_t size) {
    std::string text;
    for (std::uint32_t i = 0, seed = 7; i < size; ++i) {
        seed = seed * 1'664'525 + 1'013'904'223;
        text += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!/+="[seed >> 16 & 63];
    }
    return text;
}

std::shared_ptr<const SentCredentials> sent_of(const std::string& credential) {
    return std::make_shared<SentCredentials>(
        std::vector<std::string>{"Authorization: Bearer " + credential, "X-Kind: uuid"});
}

// The body in pieces of that size, as the plugin gets it.
std::string through(const std::string& credential, std::string_view body, std::size_t piece) {
    CredentialMask mask;
    mask.sent(sent_of(credential));
    std::string seen;
    for (; !body.empty(); body.remove_prefix(std::min(piece, body.size()))) seen += mask.mask(body.substr(0, piece));
    seen += mask.rest();
    return seen;
}

}  // namespace

TEST_CASE("an echoed credential is not seen, wherever it stands and however the body is cut") {
    const auto credential = credential_of(GENERATE(as<std::size_t>(), 12, 38, 39, 40, 112, 900));
    for (const std::size_t before : {0u, 1u, 7u, 31u, 32u, 33u, 100u}) {
        const std::string body =
            std::string(before, '{') + "'" + credential + "' not a valid key=value pair" + credential;
        for (const std::size_t piece : {1u, 2u, 3u, 17u, 64u, 1'000u, 100'000u}) {
            INFO(credential.size() << " bytes behind " << before << " in pieces of " << piece);
            const auto seen = through(credential, body, piece);
            const std::string stars(credential.size(), '*');
            CHECK(seen == std::string(before, '{') + "'" + stars + "' not a valid key=value pair" + stars);
        }
    }
}

TEST_CASE("an echoed credential is not seen in any spelling") {
    const auto credential = credential_of(200);
    const auto spelling = GENERATE_COPY(base::percent_encoded(credential), base::base64(credential),
                                        base::base64url(credential), base::base64("user:" + credential),
                                        base::base64("\"" + credential + "\""), base::base64("ab" + credential + "cd"));
    const auto seen = through(credential, "[" + spelling + "]", GENERATE(as<std::size_t>(), 1, 50, 4'000));
    // Of base64 the letters at both ends belong to what stands around it as well.
    CHECK(std::count(seen.begin(), seen.end(), '*') + 12 >= static_cast<std::ptrdiff_t>(spelling.size()));
    for (std::size_t at = 0; at + 39 <= spelling.size(); ++at) CHECK(seen.find(spelling.substr(at, 39)) == seen.npos);
}

TEST_CASE("any long stretch of a credential is as secret as the whole") {
    const auto credential = credential_of(400);
    const auto seen = through(credential, "cut: " + credential.substr(100, 200) + "...", 1'000);
    CHECK(seen == "cut: " + std::string(200, '*') + "...");
}

TEST_CASE("an echo without its first byte is not seen either, however small the pieces that the plugin takes") {
    const auto credential = credential_of(112);
    for (const std::size_t piece : {1u, 8u, 31u, 38u, 500u, 2'000u}) {
        const auto seen =
            through(credential, std::string(700, '{') + credential.substr(1) + std::string(700, '}'), piece);
        CHECK(std::count(seen.begin(), seen.end(), '*') == 111);
    }
}

TEST_CASE("whatever is no credential passes byte for byte") {
    const auto credential = credential_of(GENERATE(as<std::size_t>(), 8, 112));
    std::string body = R"({"records":[{"Name":"Bearer"},{"Name":")" + credential.substr(0, 7) + R"("}],"token":)";
    while (body.size() < 50'000) body += body.substr(0, 997) + credential.substr(0, body.size() % 8);
    for (const std::size_t piece : {1u, 100u, 16'384u}) CHECK(through(credential, body, piece) == body);
}

TEST_CASE("a piece without credentials is given on where it lies") {
    CredentialMask mask;
    mask.sent(sent_of(credential_of(112)));
    const std::string body(10'000, '{');
    CHECK(mask.mask(body).data() == body.data());
    CHECK(mask.mask(body).size() == body.size());
}

TEST_CASE("the credential of an earlier attempt stays known") {
    const auto first = credential_of(112);
    const auto second = credential_of(120).substr(60) + credential_of(60);
    CredentialMask mask;
    mask.sent(sent_of(first));
    mask.sent(sent_of(second));
    std::string text = first + "|" + second;
    mask.mask_text(text);
    CHECK(text == std::string(112, '*') + "|" + std::string(120, '*'));
}

}  // namespace credential_mask_test
