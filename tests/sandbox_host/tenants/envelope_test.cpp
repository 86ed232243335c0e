#include "sandbox_host/tenants/envelope.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::tenants {
namespace {

std::string unwrapped(std::string_view text, std::size_t piece) {
    Envelope envelope;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += piece) out += envelope.unwrap(text.substr(i, piece));
    return out;
}

}  // namespace

TEST_CASE("an envelope is taken off without touching its content, however the text is cut") {
    using Row = std::pair<std::string, std::string>;
    const auto [text, content] = GENERATE(values<Row>({
        {R"({"output":{"totalSize":1,"records":[{"Amount":1.39E8}]}})",
         R"({"totalSize":1,"records":[{"Amount":1.39E8}]})"},
        {R"( { "output" : [{"a":"}\"{\\"},{}] } )", R"( [{"a":"}\"{\\"},{}] )"},
        {R"({"output":""})", R"("")"},
        {R"({"output":null})", "null"},
        {R"({"output":{"a":1},"status":200})", R"({"a":1})"},
    }));
    const auto piece = GENERATE(1u, 2u, 5u, 1000u);
    CAPTURE(text, piece);
    CHECK(unwrapped(text, piece) == content);
}

TEST_CASE("any other body passes as it is") {
    const auto text = GENERATE(values<std::string>(
        {"", R"({"totalSize":0,"done":true,"records":[]})", R"([{"errorCode":"NOT_FOUND"}])", "<html>", R"({"out":1})",
         R"({"outputs":{"a":1}})", R"({"out put":1})", "{}", R"({"id":"1","output":{}})"}));
    const auto piece = GENERATE(1u, 3u, 1000u);
    CAPTURE(text, piece);
    CHECK(unwrapped(text, piece) == text);
}

}  // namespace alysio::sandbox::tenants
