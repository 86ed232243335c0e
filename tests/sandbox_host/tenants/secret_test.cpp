#include "sandbox_host/tenants/secret.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <type_traits>
#include <utility>

namespace alysio::sandbox::tenants {
namespace {

template <typename T, typename = void>
struct is_printable : std::false_type {};
template <typename T>
struct is_printable<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

}  // namespace

TEST_CASE("a secret cannot be printed, copied, or turned into text or JSON") {
    STATIC_REQUIRE(!is_printable<Secret>::value);
    STATIC_REQUIRE(!std::is_copy_constructible_v<Secret>);
    STATIC_REQUIRE(!std::is_convertible_v<Secret, std::string>);
    STATIC_REQUIRE(!std::is_constructible_v<nlohmann::json, Secret>);
}

TEST_CASE("making a secret wipes the text it was made from") {
    std::string text = "00D000000000001!canary.token.of.some.length";
    const char* bytes = text.data();
    const auto size = text.size();
    const Secret secret{std::move(text)};
    CHECK(secret.reveal() == "00D000000000001!canary.token.of.some.length");
    CHECK(std::string(bytes, size) == std::string(size, '\0'));
}

TEST_CASE("a moved secret leaves nothing behind") {
    Secret first{std::string("short")};
    const Secret second{std::move(first)};
    CHECK(first.empty());
    CHECK(first.reveal().empty());
    CHECK(second.reveal() == "short");
}

}  // namespace alysio::sandbox::tenants
