#include <alysio/sdk/text.hpp>

#include <catch2/catch.hpp>

#include <string_view>

using alysio::sdk::str;
using alysio::sdk::view;

TEST_CASE("a text crosses the boundary as the same bytes") {
    const std::string_view text("a\0b", 3);
    CHECK(str(text).data == text.data());
    CHECK(str(text).size == 3);
    CHECK(view(str(text)).data() == text.data());
    CHECK(view(str(text)) == text);
}

TEST_CASE("an empty text goes out as the absent one, and either comes in as the empty one") {
    const alysio_str out = GENERATE(str(""), str({}), str(std::string_view("x").substr(1)));
    CHECK(out.data == nullptr);
    CHECK(out.size == 0);
    const alysio_str in = GENERATE(alysio_str{nullptr, 0}, alysio_str{"x", 0}, alysio_str{nullptr, 3});
    CHECK(view(in).empty());
    CHECK(view(in).data() == nullptr);
}

TEST_CASE("a text crosses while the compiler runs") {
    static_assert(view(str("greet")) == "greet");
    static_assert(str("").data == nullptr);
    SUCCEED();
}
