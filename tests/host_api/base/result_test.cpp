#include <alysio/base/result.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

using namespace alysio::base;

namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return Error{"odd"};
    return number / 2;
}

Result<void> check_even(int number) {
    if (number % 2 != 0) return Error{"odd"};
    return {};
}

// An error that could be taken for a value.
Result<std::string, std::string> greeting(const std::string& name) {
    if (name.empty()) return Failure(std::string("nobody"));
    return "Hello " + name;
}

struct Refusal {
    int status = 0;
    operator long() const { return status; }
};

}  // namespace

TEST_CASE("a result is a value or an error") {
    const Result<int> four = half(8);
    REQUIRE(four);
    CHECK(four.value() == 4);
    CHECK(*four == 4);

    const Result<int> none = half(7);
    REQUIRE_FALSE(none);
    CHECK(none.error().message == "odd");
}

TEST_CASE("success without a value is a result too") {
    CHECK(check_even(8));
    const Result<void> odd = check_even(7);
    REQUIRE_FALSE(odd);
    CHECK(odd.error().message == "odd");
    CHECK_FALSE(Result<void>(Failure(Error{"odd"})));
}

TEST_CASE("an error of the value's own type arrives as an error") {
    CHECK(*greeting("Ann") == "Hello Ann");
    const auto nobody = greeting("");
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error() == "nobody");
}

TEST_CASE("an error that converts to the value needs its Failure, so that it can't be taken for one") {
    static_assert(!std::is_convertible_v<Refusal, Result<long, Refusal>>);
    const Result<long, Refusal> refused = Failure(Refusal{403});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().status == 403);
}

TEST_CASE("values that only move go through a result") {
    Result<std::unique_ptr<int>> made = std::make_unique<int>(5);
    REQUIRE(made);
    CHECK(**made == 5);
    const std::unique_ptr<int> taken = *std::move(made);
    CHECK(*taken == 5);

    Result<int, std::unique_ptr<std::string>> failed = std::make_unique<std::string>("why");
    REQUIRE_FALSE(failed);
    CHECK(*std::move(failed).error() == "why");
}

TEST_CASE("a value is changed in place") {
    Result<std::string> text = std::string("a");
    text->append("b");
    text.value() += "c";
    *text += "d";
    CHECK(std::as_const(text)->size() == 4);
    CHECK(*text == "abcd");

    Result<std::string> failed = Error{"no"};
    failed.error().message += "thing";
    CHECK(failed.error().message == "nothing");
    failed = std::string("yes");
    CHECK(failed);
}

TEST_CASE("reading the side that is not there is a bug, and thrown") {
    CHECK_THROWS_AS(half(7).value(), std::bad_variant_access);
    CHECK_THROWS_AS(half(8).error(), std::bad_variant_access);
    CHECK_THROWS(check_even(8).error());
}

TEST_CASE("a result is no number and no bool by itself") {
    static_assert(!std::is_convertible_v<Result<int>, bool>);
    static_assert(!std::is_convertible_v<Result<int>, int>);
    static_assert(!std::is_convertible_v<Result<void>, bool>);
    static_assert(std::is_nothrow_move_constructible_v<Result<std::string>>);
    SUCCEED();
}
