#include "sandbox_host/tenants/endpoints.hpp"

#include "tests/sandbox_host/tenants/fixtures.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace alysio::sandbox::tenants {
namespace {

constexpr std::string_view id = "006000000000001AAA";

std::string matched(const connection::RequestView& request) {
    static const auto policy = shipped_policy();
    const auto result = policy->match(request);
    if (result) return result->endpoint->name;
    CHECK(result.error().status == ALYSIO_E_DENIED);
    CHECK_FALSE(result.error().message.empty());
    return "denied";
}

}  // namespace

TEST_CASE("what the manifest lists is let through") {
    CHECK(matched(get("/")) == "GET /");
    CHECK(matched(get("/query", {{"q", "SELECT Id FROM Account"}})) == "GET /query");
    CHECK(matched(get("/query/0r8xx5R2yF2gs3VASQ-2000")) == "GET /query/{locator}");
    CHECK(matched(get("/sobjects/Account/describe")) == "GET /sobjects/{object}/describe");
    CHECK(matched(get("/sobjects/ns__Deal__c/" + std::string(id))) == "GET /sobjects/{object}/{id}");
    CHECK(matched(post("/sobjects/Lead", "{}")) == "POST /sobjects/{object}");
    CHECK(matched(patch("/sobjects/Lead/" + std::string(id), "{}")) == "PATCH /sobjects/{object}/{id}");
}

TEST_CASE("captures are decoded") {
    const auto policy = shipped_policy();
    const auto request = get("/sobjects/Deal%5F%5Fx/00100000000%30001");
    const auto match = policy->match(request).value();
    CHECK(match.capture("object") == "Deal__x");
    CHECK(match.capture("id") == "001000000000001");
    CHECK(match.capture("locator").empty());
}

TEST_CASE("what is no object's name and no record's id is something else below the same path, and denied") {
    CHECK(matched(get("/sobjects/Account/001000000000001")) == "GET /sobjects/{object}/{id}");
    CHECK(matched(get("/sobjects/Account/001000000000001AAA")) == "GET /sobjects/{object}/{id}");
    const auto path = GENERATE(values<std::string>({
        "/sobjects/User%20/001000000000001",
        "/sobjects/%20User/001000000000001",
        "/sobjects/User%C2%A0/001000000000001",
        "/sobjects/%EF%BC%B5ser/001000000000001",
        "/sobjects/User%E2%80%8B/001000000000001",
        "/sobjects/User./001000000000001",
        "/sobjects/User,Account/001000000000001",
        "/sobjects/1User/001000000000001",
        "/sobjects/User%00/001000000000001",
        "/sobjects/Us%C4%B1r/describe",
        "/sobjects/Account/listviews",
        "/sobjects/Account/deleted",
        "/sobjects/Account/updated",
        "/sobjects/Account/00100000000000",
        "/sobjects/Account/0010000000000011",
        "/sobjects/Account/00100000000000-",
        "/sobjects/Account/001000000000001%20",
        "/sobjects/Account/%EF%BC%9001000000000001",
        "/query/0r8%20x-2000",
    }));
    CHECK(matched(get(path)) == "denied");
}

TEST_CASE(
    "every object that no tenant lets the plugin write stands in the plugin's README with the reason, and no other") {
    std::ifstream file(README_FILE);
    std::vector<std::string> explained;
    for (std::string line, section; std::getline(file, line);) {
        if (line.rfind("## ", 0) == 0) section = line;
        if (section != "## What no tenant lets it write" || line.rfind("| `", 0) != 0) continue;
        explained.push_back(line.substr(3, line.find('`', 3) - 3));
        CHECK(line.size() > line.find("` | ") + 8);
    }
    CHECK(explained == shipped_policy()->write_denied());
}

TEST_CASE("every other way to spell a path is denied") {
    const auto path = GENERATE(values<std::string>({
        // no path, or another place
        "",
        "query",
        "https://evil.example/query",
        "//evil.example/query",
        "/https://evil.example/query",
        "/query@evil.example/x/y",
        "\\\\evil.example\\query",
        // climbing, and what a proxy might normalise
        "/..",
        "/../query",
        "/sobjects/../query",
        "/sobjects/Account/..",
        "/sobjects/%2e%2e/describe",
        "/sobjects/%2E%2e/describe",
        "/sobjects/.%2e/describe",
        "/sobjects/./describe",
        "/sobjects//describe",
        "/query/",
        "/sobjects/",
        "//query",
        "/sobjects/Account/describe/",
        "/sobjects/Account//describe",
        // encoded separators, double encoding, broken encoding
        "/sobjects%2FAccount%2Fdescribe",
        "/sobjects/Account%2fdescribe",
        "/sobjects/Account%5cdescribe",
        "/sobjects/%252e%252e/describe",
        "/sobjects/Account/a%252fb",
        "/sobjects/Account/%",
        "/sobjects/Account/%4",
        "/sobjects/Account/%zz",
        // query, fragment, parameters, control bytes, blanks, raw bytes
        "/query?q=SELECT",
        "/query%3Fq=SELECT",
        "/query#x",
        "/sobjects/Account%23/describe",
        "/sobjects/Account;x=1/describe",
        "/sobjects/Account%3Bx/describe",
        "/query\n",
        "/query%0a",
        "/query%00",
        "/sobjects/Acc\tount/describe",
        "/sobjects/Account/a b",
        "/sobjects/\xC3\xBC/describe",
        "/sobjects/a\\b/describe",
        std::string("/query\0", 7),
        // other parts of the provider
        "/query/a/b",
        "/search",
        "/parameterizedSearch",
        "/limits",
        "/recent",
        "/sobjects",
        "/Query",
        "/QUERY",

        "/composite",
        "/composite/batch",
        "/composite/tree/Account",
        "/composite/sobjects",
        "/composite/graph",
        "/tooling/query",
        "/tooling/executeAnonymous",
        "/tooling/sobjects/ApexClass",
        "/jobs/ingest",
        "/jobs/query",
        "/actions/standard",
        "/process/rules",
        "/apexrest/x",
        "/services/apexrest/x",
        "/services/data/v62.0/query",
        "/services/Soap/u/62.0",
        "/services/oauth2/revoke",
        "/sobjects/Account/External__c/value",
        "/connect/batch",
        "/event/x/y/z",
        "/ui-api/records",
        "/graphql",
        "/metadata/deployRequest",
        "/wave/query",
    }));
    CAPTURE(path);
    CHECK(matched(get(path)) == "denied");
    CHECK(matched(post(path, "{}")) == "denied");
}

TEST_CASE("a method belongs to its endpoint") {
    CHECK(matched(get("/sobjects/Account")) == "denied");
    CHECK(matched(post("/query", "{}")) == "denied");
    CHECK(matched(patch("/sobjects/Account", "{}")) == "denied");
    CHECK(matched(patch("/sobjects/Account/External__c/value", "{}")) == "denied");
    CHECK(matched(post("/sobjects/Account/" + std::string(id), "{}")) == "denied");
    CHECK(matched({ALYSIO_HTTP_PUT, "/sobjects/Account", {}, {}, {}}) == "denied");
    CHECK(matched({5, "/sobjects/Account", {}, {}, {}}) == "denied");
    CHECK(matched({0, "/", {}, {}, {}}) == "denied");
}

TEST_CASE("query parameters, headers and bodies that are not listed are denied") {
    CHECK(matched(get("/query", {{"q", "x"}, {"_HttpMethod", "DELETE"}})) == "denied");
    CHECK(matched(get("/query", {{"Q", "x"}})) == "denied");
    CHECK(matched(get("/query", {{"q", "x"}, {"q", "y"}})) == "denied");
    CHECK(matched(get("/", {{"access_token", "x"}})) == "denied");
    CHECK(matched({ALYSIO_HTTP_POST, "/sobjects/Lead", {{"_HttpMethod", "PATCH"}}, {}, "{}"}) == "denied");
    CHECK(matched({ALYSIO_HTTP_GET, "/", {}, {}, "body"}) == "denied");

    const auto header = GENERATE(values<connection::PairView>({
        {"Authorization", "Bearer x"},
        {"X-Paragon-Credential", "other"},
        {"X-Paragon-Proxy-Url", "https://evil.example"},
        {"X-HTTP-Method-Override", "DELETE"},
        {"Host", "evil.example"},
        {"Cookie", "sid=1"},
        {"Sforce-Duplicate-Rule-Header", "allowSave=true\r\nX-HTTP-Method-Override: DELETE"},
        {"Sforce-Duplicate-Rule-Header\r\nX: y", "z"},
        {"", ""},
    }));
    CAPTURE(header.first);
    CHECK(matched({ALYSIO_HTTP_POST, "/sobjects/Lead", {}, {header}, "{}"}) == "denied");
}

TEST_CASE("request and manifest agree on what reads and what changes something, or the request is denied") {
    const auto policy = policy_of(R"({"endpoints":[
        {"endpoint":"POST /search","effect":"reads","unrestricted":"no rules here"},
        {"endpoint":"PUT /things","unrestricted":"no rules here"},
        {"endpoint":"GET /next","effect":"changes","unrestricted":"it takes a number"}]})");
    const auto passes = [&](alysio_http_method method, std::string_view path, alysio_http_effect effect) {
        connection::RequestView request{method, path, {}, {}, {}};
        request.effect = effect;
        const auto match = policy->match(request);
        if (!match) CHECK_THAT(match.error().message, Catch::Contains("the request says otherwise"));
        return static_cast<bool>(match);
    };
    CHECK(passes(ALYSIO_HTTP_POST, "/search", ALYSIO_HTTP_READS));
    CHECK_FALSE(passes(ALYSIO_HTTP_POST, "/search", ALYSIO_HTTP_CHANGES));
    CHECK_FALSE(passes(ALYSIO_HTTP_POST, "/search", ALYSIO_HTTP_BY_METHOD));
    CHECK(passes(ALYSIO_HTTP_PUT, "/things", ALYSIO_HTTP_BY_METHOD));
    CHECK(passes(ALYSIO_HTTP_PUT, "/things", ALYSIO_HTTP_CHANGES));
    CHECK_FALSE(passes(ALYSIO_HTTP_PUT, "/things", ALYSIO_HTTP_READS));
    CHECK(passes(ALYSIO_HTTP_GET, "/next", ALYSIO_HTTP_CHANGES));
    CHECK_FALSE(passes(ALYSIO_HTTP_GET, "/next", ALYSIO_HTTP_BY_METHOD));
}

TEST_CASE("listed headers pass whatever their letter case") {
    CHECK(
        matched({ALYSIO_HTTP_POST, "/sobjects/Lead", {}, {{"Sforce-Duplicate-Rule-Header", "allowSave=true"}}, "{}"}) ==
        "POST /sobjects/{object}");
}

}  // namespace alysio::sandbox::tenants
