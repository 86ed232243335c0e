// What changes in the org while a client is in the middle of something: through the control port, or by a fault.
#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

#include <numeric>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

// A query of several pages and where it stands.
struct Paging {
    explicit Paging(const RunningOrg& org)
        : org(org),
          page(org.query("SELECT Id, Name FROM Opportunity ORDER BY Id", {{"Sforce-Query-Options", "batchSize=200"}})) {
        REQUIRE(page["done"] == false);
    }
    // As who holds the token given, the administrator's first one where there is none.
    HttpAnswer next(const std::string& token = "") const {
        const std::string bearer = token.empty() ? org.user().access_token : token;
        return request("GET", org.tenant().instance_url + page["nextRecordsUrl"].get<std::string>(),
                       {{"Authorization", "Bearer " + bearer}});
    }

    const RunningOrg& org;
    json page;
};

OrgServerOptions many_opportunities() {
    OrgServerOptions options;
    options.records = 700;
    return options;
}

}  // namespace

TEST_CASE("a session that is renewed ends the old one and its locators") {
    const RunningOrg org(many_opportunities());
    const Paging paging(org);
    const std::string token = org.control("POST", "/sessions", {{"tenant", "acme"}, {"user", "admin"}})["access_token"];
    const HttpAnswer old = org.call("GET", "/limits");
    CHECK(old.status == 401);
    CHECK(old.error_code() == "INVALID_SESSION_ID");
    CHECK(org.call("GET", "/limits", "", {{"Authorization", "Bearer " + token}}).status == 200);
    CHECK(paging.next(token).error_code() == "INVALID_QUERY_LOCATOR");
    CHECK(org.call("GET", "/limits", "", {}, "rep").status == 200);
    CHECK(org.control("POST", "/sessions", {{"tenant", "acme"}, {"user", "nobody"}}).contains("error"));
    CHECK(org.control("POST", "/sessions", {{"user", "admin"}}).contains("error"));
}

TEST_CASE("a session may rotate under a request: the proxy's user goes on, without locators") {
    const RunningOrg org(many_opportunities());
    const OrgUser& admin = org.user();
    const auto proxied = [&](const std::string& path) {
        return org.proxied("GET", path, org.user_token(admin.connected_user), admin.credential, "",
                           {{"Sforce-Query-Options", "batchSize=200"}, {"X-Paragon-Use-Raw-Response", "1"}});
    };
    const std::string first = "/query?q=" + url_encoded("SELECT Id FROM Opportunity");
    const std::string more = proxied(first).document()["nextRecordsUrl"];
    org.control("POST", "/faults", {{"via", "proxy"}, {"path", "/query/"}, {"rotate_session", true}});
    CHECK(proxied(more).error_code() == "INVALID_QUERY_LOCATOR");
    CHECK(proxied(first).status == 200);
    CHECK(org.call("GET", "/limits").error_code() == "INVALID_SESSION_ID");
}

TEST_CASE("on the org's own URL a rotated session is an expired one") {
    const RunningOrg org;
    org.control("POST", "/faults", {{"rotate_session", true}});
    CHECK(org.call("GET", "/limits").error_code() == "INVALID_SESSION_ID");
}

TEST_CASE("locators may expire in the middle of a query, after as many pages as one likes") {
    const RunningOrg org(many_opportunities());
    Paging paging(org);
    org.control("POST", "/faults", {{"path", "/query/"}, {"skip", 1}, {"expire_locators", true}});
    paging.page = paging.next().document();
    CHECK(paging.page["records"].size() == 200);
    const HttpAnswer lost = paging.next();
    CHECK(lost.status == 400);
    CHECK(lost.error_code() == "INVALID_QUERY_LOCATOR");
}

TEST_CASE("rows change between two pages") {
    const RunningOrg org(many_opportunities());
    Paging paging(org);
    const json rows = org.query("SELECT Id FROM Opportunity ORDER BY Id LIMIT 202 OFFSET 200")["records"];
    const std::string deleted = rows[0]["Id"];
    const std::string renamed = rows[1]["Id"];
    org.control(
        "POST", "/faults",
        {{"path", "/query/"},
         {"changes",
          {{{"method", "DELETE"}, {"path", "/sobjects/Opportunity/" + deleted}},
           {{"method", "PATCH"}, {"path", "/sobjects/Opportunity/" + renamed}, {"body", {{"Name", "Renamed"}}}},
           {{"method", "POST"}, {"path", "/sobjects/Lead"}, {"body", {{"LastName", "New"}, {"Company", "x"}}}}}}});
    const json second = paging.next().document();
    CHECK(second["records"].size() == 199);
    CHECK(second["records"][0]["Id"] == renamed);
    CHECK(second["records"][0]["Name"] == "Renamed");
    CHECK(org.query("SELECT COUNT() FROM Lead WHERE LastName = 'New'")["totalSize"] == 1);
    CHECK_FALSE(org.control("GET", "/faults")["list"][0].contains("trouble"));
}

TEST_CASE("pages shrink at random, the same way for the same seed, and lose no row") {
    const RunningOrg org(many_opportunities());
    const auto sizes = [&](int seed) {
        org.control("DELETE", "/faults");
        org.control("POST", "/faults", {{"path", "/query"}, {"shrink_pages", 100}, {"seed", seed}, {"times", -1}});
        std::vector<std::size_t> pages;
        json page = org.query("SELECT Id FROM Opportunity", {{"Sforce-Query-Options", "batchSize=200"}});
        pages.push_back(page["records"].size());
        for (; page["done"] == false; pages.push_back(page["records"].size())) {
            page = request("GET", org.tenant().instance_url + page["nextRecordsUrl"].get<std::string>(),
                           {{"Authorization", "Bearer " + org.user().access_token}})
                       .document();
        }
        return pages;
    };
    const auto pages = sizes(3);
    CHECK(pages.size() > 4);
    CHECK(std::accumulate(pages.begin(), pages.end(), std::size_t{0}) == 700);
    CHECK(pages == sizes(3));
    CHECK(pages != sizes(4));
    org.control("DELETE", "/faults");
    CHECK(org.query("SELECT Id FROM Opportunity")["records"].size() == 700);
}

TEST_CASE("changes may be made through the control port too, past log and faults") {
    const RunningOrg org;
    org.control("POST", "/faults", {{"status", 500}, {"times", -1}});
    const json made = org.control("POST", "/changes",
                                  {{"tenant", "acme"},
                                   {"method", "POST"},
                                   {"path", "/sobjects/Lead"},
                                   {"body", {{"LastName", "a"}, {"Company", "b"}}}});
    CHECK(made["id"].get<std::string>().substr(0, 3) == "00Q");
    CHECK(org.control("GET", "/requests")["count"] == 0);
    const auto refused = [&](const json& change) { return org.control("POST", "/changes", change)["error"]; };
    CHECK(refused({{"tenant", "acme"}, {"method", "DELETE"}, {"path", "/sobjects/Lead/00QSb000000zzzzIAA"}}) ==
          "NOT_FOUND: The requested resource does not exist");
    CHECK(refused({{"tenant", "acme"}, {"method", "DELETE"}, {"path", "/sobjects/Led/00QSb000000zzzzIAA"}}) ==
          "the tenant acme has no Led");
    const std::string shape =
        R"(a change is {"method":"POST","path":"/sobjects/X","body":{…}}, or PATCH or DELETE with "/sobjects/X/id")";
    CHECK(refused({{"tenant", "acme"}, {"method", "PUT"}, {"path", "/sobjects/Lead"}}) == shape);
    CHECK(refused({{"tenant", "acme"}, {"method", "POST"}, {"path", "/sobjects/Lead"}, {"bdy", "x"}}) ==
          "\"bdy\" does not belong in a change; " + shape);
    CHECK(refused({{"method", "DELETE"}}) == R"(a change is in a tenant: {"tenant":"acme", …})");
}

TEST_CASE("a change that a fault could not make is told") {
    const RunningOrg org;
    org.control("POST", "/faults", {{"changes", {{{"method", "DELETE"}, {"path", "/sobjects/Lead/00Q"}}}}});
    CHECK(org.call("GET", "/limits").status == 200);
    CHECK(org.control("GET", "/faults")["list"][0]["trouble"] ==
          "NOT_FOUND: Provided external ID field does not exist or is not accessible: 00Q");
}
