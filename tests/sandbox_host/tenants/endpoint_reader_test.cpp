#include "sandbox_host/tenants/endpoints.hpp"
#include "tests/sandbox_host/tenants/fixtures.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::tenants {
namespace {

ConfigErrors errors_of(const std::string& manifest) {
    auto result = EndpointPolicy::parse(manifest, providers());
    return result ? ConfigErrors{} : std::move(result).error();
}

// The policy of a Salesforce plugin with one endpoint.
std::string endpoint(const std::string& members) {
    return R"({"policy":{"provider":"salesforce","endpoints":[{)" + members + "}]}}";
}

std::string get_record(const std::string& members) {
    return endpoint(R"("endpoint":"GET /records/{object}/{id}","query":["fields","q"],)" + members);
}

std::string post_record(const std::string& members) {
    return endpoint(R"("endpoint":"POST /records","query":["type"],)" + members);
}

}  // namespace

TEST_CASE("a manifest whose policy cannot be read is refused with the place") {
    using Row = std::pair<std::string, std::string>;
    const auto [manifest, pointer] = GENERATE(values<Row>({
        {"", "/policy"},
        {"{}", "/policy"},
        {R"({"policy":{}})", "/policy/endpoints"},
        {R"({"policy":{"endpoints":[{"endpoint":"DELETE /x"}]}})", "/policy/endpoints/0/endpoint"},
        {R"({"policy":{"endpoints":[{"endpoint":"GET x"}]}})", "/policy/endpoints/0/endpoint"},
        {R"({"policy":{"endpoints":[{"endpoint":"GET /a/../b"}]}})", "/policy/endpoints/0/endpoint"},
        {R"({"policy":{"endpoints":[{"endpoint":"GET /*"}]}})", "/policy/endpoints/0/endpoint"},
        {R"({"policy":{"endpoints":[{"endpoint":"GET /a","verbs":[]}]}})", "/policy/endpoints/0/verbs"},
        {R"({"policy":{"endpoints":[],"write_denied":{}}})", "/policy/write_denied"},
        {R"({"policy":{"endpoints":[],"provider":"pipedrive"}})", "/policy/provider"},
        // a language that only a provider brings
        {R"({"policy":{"endpoints":[{"endpoint":"GET /query","query":["q"],"soql":"?q"}]}})",
         "/policy/endpoints/0/soql"},
        // objects
        {get_record(R"("object":"{type}")"), "/policy/endpoints/0/object"},
        {get_record(R"("object":"?type")"), "/policy/endpoints/0/object"},
        {get_record(R"("object":"#/type")"), "/policy/endpoints/0/object"},
        {get_record(R"("object":"{object")"), "/policy/endpoints/0/object"},
        {get_record(R"("object":"a record")"), "/policy/endpoints/0/object"},
        {get_record(R"("object":"?")"), "/policy/endpoints/0/object"},
        {get_record(R"("object":["{object}"])"), "/policy/endpoints/0/object"},
        {post_record(R"("object":"#type")"), "/policy/endpoints/0/object"},
        {post_record(R"("object":"#/a~2")"), "/policy/endpoints/0/object"},
        // fields
        {get_record(R"("fields":"?fields")"), "/policy/endpoints/0/fields"},
        {get_record(R"("object":"{object}","fields":"Name")"), "/policy/endpoints/0/fields"},
        {get_record(R"("object":"{object}","fields":"?columns")"), "/policy/endpoints/0/fields"},
        {get_record(R"("object":"{object}","fields":"#")"), "/policy/endpoints/0/fields"},
        // statements
        {get_record(R"("soql":"q")"), "/policy/endpoints/0/soql"},
        {get_record(R"("soql":"{object}")"), "/policy/endpoints/0/soql"},
        {get_record(R"("soql":"?q","object":"{object}")"), "/policy/endpoints/0/soql"},
        {post_record(R"("soql":"?type")"), "/policy/endpoints/0/soql"},
        // what needs no rule
        {get_record(R"("unrestricted":"")"), "/policy/endpoints/0/unrestricted"},
        {get_record(R"("unrestricted":true)"), "/policy/endpoints/0/unrestricted"},
        {endpoint(R"("endpoint":"GET /query","query":["q"],"soql":"?q","unrestricted":"why not")"),
         "/policy/endpoints/0/unrestricted"},
        {endpoint(R"("endpoint":"POST /contacts","object":"contact","fields":"#","unrestricted":"why not")"),
         "/policy/endpoints/0/unrestricted"},
        // locators
        {get_record(R"("locator":"id")"), "/policy/endpoints/0/locator"},
        {get_record(R"("locator":"?q")"), "/policy/endpoints/0/locator"},
        {get_record(R"("locator":"{id}")"), "/policy/endpoints/0/locator"},
        {get_record(R"("locator":"{id}","object":"{object}","issues":{"locator":"id","member":"next"})"),
         "/policy/endpoints/0/locator"},
        {get_record(R"("issues":{"locator":"page","member":"next"})"), "/policy/endpoints/0/issues/locator"},
        {get_record(R"("issues":{"locator":"id","member":"next"})"), "/policy/endpoints/0"},
        {get_record(R"("issues":{"locator":"id"})"), "/policy/endpoints/0/issues/member"},
        {get_record(R"("issues":["id"])"), "/policy/endpoints/0/issues"},
        // an object that nobody writes has to be told
        {R"({"policy":{"endpoints":[{"endpoint":"POST /records"}],"write_denied":["User"]}})", "/policy/endpoints/0"},
    }));
    CAPTURE(manifest);
    const auto errors = errors_of(manifest);
    REQUIRE_FALSE(errors.empty());
    CHECK(errors[0].pointer == pointer);
    CHECK_FALSE(errors[0].message.empty());
}

TEST_CASE("every way to declare what an endpoint touches is understood") {
    const auto manifest = GENERATE(values<std::string>({
        get_record(R"("object":"{object}","fields":"?fields")"),
        get_record(R"("object":"{object}","fields":"{id}")"),
        get_record(R"("object":"?q","fields":"?fields")"),
        get_record(R"("object":"contact","unrestricted":"it tells how many there are")"),
        get_record(R"("unrestricted":"it lists the parts of the API")"),
        get_record(R"("soql":"?q")"),
        get_record(R"("soql":"?q","unrestricted":"fields is ignored")"),
        get_record(R"("object":"{object}","fields":"?fields","unrestricted":"q is ignored")"),
        get_record(R"("locator":"{id}","issues":{"locator":"id","member":"next"})"),
        post_record(R"("object":"?type","fields":"#")"),
        post_record(R"("object":"#/type","fields":"#/properties/a~1b~0c")"),
        endpoint(R"("endpoint":"POST /records","object":"#/type","fields":"#/fields","unrestricted":"options")"),
        R"({"policy":{"endpoints":[{"endpoint":"POST /events","unrestricted":"it writes no record"}],
            "write_denied":["User"]}})",
    }));
    CAPTURE(manifest);
    const auto errors = errors_of(manifest);
    INFO((errors.empty() ? "" : errors[0].pointer + ": " + errors[0].message));
    CHECK(errors.empty());
}

}  // namespace alysio::sandbox::tenants
