#include <alysio/base/json_member.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>

using namespace alysio::base;

TEMPLATE_TEST_CASE("members of an object are read, and what is not there is nothing", "", nlohmann::json,
                   nlohmann::ordered_json) {
    const auto object = TestType::parse(R"({"name": "Ann", "empty": "", "count": 1, "none": null, "list": ["Ann"]})");
    REQUIRE(find_member(object, "count") != nullptr);
    CHECK(*find_member(object, "count") == 1);
    CHECK(find_member(object, "none")->is_null());
    CHECK(find_member(object, "Name") == nullptr);
    CHECK(find_member(object, "") == nullptr);

    REQUIRE(find_text(object, "name") != nullptr);
    CHECK(*find_text(object, "name") == "Ann");
    CHECK(find_text(object, "empty")->empty());
    for (const char* name : {"count", "none", "list", "other"}) {
        INFO(name);
        CHECK(find_text(object, name) == nullptr);
        CHECK(text_member(object, name).empty());
    }
    CHECK(text_member(object, "name") == "Ann");
    CHECK(text_member(object, "name").data() == find_text(object, "name")->data());
}

TEMPLATE_TEST_CASE("what is no object has no members", "", nlohmann::json, nlohmann::ordered_json) {
    const auto value = TestType::parse(GENERATE(R"(["name"])", R"("name")", "null", "1", "true", "{}"));
    CHECK(find_member(value, "name") == nullptr);
    CHECK(find_text(value, "name") == nullptr);
    CHECK(text_member(value, "name").empty());
    CHECK(text_member(TestType(), "name").empty());
}
