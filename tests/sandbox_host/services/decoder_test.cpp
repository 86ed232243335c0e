#include "sandbox_host/services/decoder.hpp"

#include "tests/sandbox_host/services/raw_server.hpp"

#include <catch2/catch.hpp>

using alysio::sandbox::services::Decoder;
using alysio::sandbox::testing::gzip;

namespace {

std::string compressible(std::size_t size) {
    std::string text;
    while (text.size() < size) text += std::string(text.size() % 300, 'z') + "abc";
    text.resize(size);
    return text;
}

std::string_view pull(Decoder& decoder, std::size_t limit) {
    std::string_view content;
    REQUIRE(decoder.pull(content, limit));
    return content;
}

}  // namespace

TEST_CASE("a body comes out whole, however it is cut on its way in and out") {
    const bool packed = GENERATE(false, true);
    const auto in_step = GENERATE(std::size_t{1}, std::size_t{13}, std::size_t{100'000});
    const auto out_step = GENERATE(std::size_t{1}, std::size_t{257}, std::size_t{100'000});
    const auto text = compressible(20'000);
    const auto raw = packed ? gzip(text) : text;

    Decoder decoder(packed);
    std::string out;
    for (std::size_t at = 0; at < raw.size(); at += in_step) {
        REQUIRE(decoder.hungry());
        decoder.feed(std::string_view(raw).substr(at, in_step));
        while (!decoder.hungry()) {
            const auto content = pull(decoder, out_step);
            REQUIRE(content.size() <= out_step);
            out += content;
        }
    }
    REQUIRE(out == text);
    REQUIRE(decoder.complete());
}

TEST_CASE("what was peeked at comes out again") {
    const auto text = compressible(5'000);
    Decoder decoder(true);
    decoder.feed(std::string_view(gzip(text)));
    REQUIRE(decoder.peek(100));
    REQUIRE(decoder.peeked() == text.substr(0, 100));
    REQUIRE(decoder.peek(1'000));
    REQUIRE(decoder.peeked() == text.substr(0, 1'000));
    std::string out;
    while (!decoder.hungry()) out += pull(decoder, 300);
    REQUIRE(out == text);
}

TEST_CASE("a gzip stream is complete only at its end") {
    const auto raw = gzip(compressible(5'000));
    Decoder decoder(true);
    REQUIRE(decoder.complete());
    decoder.feed(std::string_view(raw).substr(0, raw.size() - 1));
    std::string out;
    while (!decoder.hungry()) out += pull(decoder, 1'000);
    REQUIRE_FALSE(decoder.complete());
}
