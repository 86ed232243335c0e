#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

constexpr const char* long_ago = "Thu, 01 Jan 2015 00:00:00 GMT";

std::string any(const RunningOrg& org, const std::string& object) {
    const std::string id = org.query("SELECT Id FROM " + object + " LIMIT 1")["records"][0]["Id"];
    return "/sobjects/" + object + "/" + id;
}

}  // namespace

TEST_CASE("an Account has an ETag, which changes with it; other records have none") {
    const RunningOrg org;
    const std::string account = any(org, "Account");
    const std::string etag = org.call("GET", account).headers.at("etag");
    CHECK(etag.substr(etag.size() - 6) == "-gzip\"");
    CHECK(org.call("GET", account + "?fields=Name").headers.at("etag") == etag);
    REQUIRE(org.call("PATCH", account, R"({"Phone":"1"})").status == 204);
    CHECK(org.call("GET", account).headers.at("etag") != etag);
    CHECK(org.call("GET", any(org, "Contact")).headers.count("etag") == 0);
}

TEST_CASE("reading on condition of an ETag") {
    const RunningOrg org;
    const std::string account = any(org, "Account");
    const std::string etag = org.call("GET", account).headers.at("etag");
    const HttpAnswer same = org.call("GET", account, "", {{"If-None-Match", "\"x\", " + etag}});
    CHECK(same.status == 304);
    CHECK(same.body.empty());
    CHECK(same.headers.at("etag") == etag);
    CHECK(org.call("GET", account, "", {{"If-None-Match", "\"x\""}}).status == 200);
    CHECK(org.call("GET", account, "", {{"If-Match", etag}}).status == 200);
    const HttpAnswer other = org.call("GET", account, "", {{"If-Match", "\"x\""}});
    CHECK(other.status == 412);
    CHECK(other.body == R"([{"message":"The record does not fulfil If-Match","errorCode":"PRECONDITION_FAILED"}])");
    CHECK(org.call("GET", any(org, "Contact"), "", {{"If-Match", "\"x\""}}).status == 200);
}

TEST_CASE("writing on condition of an ETag") {
    const RunningOrg org;
    const std::string account = any(org, "Account");
    const std::string etag = org.call("GET", account).headers.at("etag");
    const std::string body = R"({"Phone":"42"})";
    CHECK(org.call("PATCH", account, body, {{"If-None-Match", etag}}).status == 412);
    CHECK(org.call("PATCH", account, body, {{"If-Match", "\"x\""}}).status == 412);
    CHECK(org.call("PATCH", account, body, {{"If-Match", "x"}}).status == 400);
    CHECK(org.call("PATCH", account, body, {{"If-None-Match", "\""}}).status == 400);
    CHECK(org.call("GET", account).headers.at("etag") == etag);
    CHECK(org.call("PATCH", account, body, {{"If-Match", etag}}).status == 204);
    CHECK(org.call("PATCH", account, body, {{"If-Match", etag}}).status == 412);
    CHECK(org.call("PATCH", account, body, {{"If-Match", "*"}}).status == 204);
}

TEST_CASE("reading on condition of a date") {
    const RunningOrg org;
    const std::string contact = any(org, "Contact");
    const std::string date = org.call("GET", contact).headers.at("last-modified");
    CHECK(org.call("GET", contact, "", {{"If-Modified-Since", date}}).status == 304);
    CHECK(org.call("GET", contact, "", {{"If-Modified-Since", long_ago}}).status == 200);
    CHECK(org.call("GET", contact, "", {{"If-Unmodified-Since", date}}).status == 200);
    CHECK(org.call("GET", contact, "", {{"If-Unmodified-Since", long_ago}}).status == 412);
    CHECK(org.call("GET", contact, "", {{"If-Modified-Since", "yesterday"}}).status == 200);
}

TEST_CASE("If-Modified-Since is no condition for writing, and none is one for deleting") {
    const RunningOrg org;
    const std::string contact = any(org, "Contact");
    const std::string date = org.call("GET", contact).headers.at("last-modified");
    CHECK(org.call("PATCH", contact, R"({"Title":"x"})", {{"If-Modified-Since", date}}).status == 204);
    CHECK(org.call("DELETE", contact, "", {{"If-Unmodified-Since", long_ago}}).status == 204);
}
