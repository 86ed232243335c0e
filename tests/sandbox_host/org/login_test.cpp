#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

HttpAnswer ask_for_token(const RunningOrg& org, const std::string& form) {
    return request("POST", org.tenant().instance_url + "/services/oauth2/token",
                   {{"Content-Type", "application/x-www-form-urlencoded"}}, form);
}

std::string password_form(const OrgUser& user, const std::string& password) {
    return "grant_type=password&client_id=x&client_secret=y&username=" + url_encoded(user.username) +
           "&password=" + url_encoded(password);
}

HttpAnswer call_soap(const RunningOrg& org, const std::string& path, const std::string& operation,
                     const std::string& header = "") {
    return request(
        "POST", org.tenant().instance_url + "/services/Soap/" + path, {{"Content-Type", "text/xml"}},
        R"(<?xml version="1.0" encoding="utf-8"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/">)"
        "<env:Header>" +
            header + "</env:Header><env:Body>" + operation + "</env:Body></env:Envelope>");
}

std::string soap_login(const std::string& username, const std::string& password) {
    return R"(<n1:login xmlns:n1="urn:partner.soap.sforce.com"><n1:username>)" + username +
           "</n1:username><n1:password>" + password + "</n1:password></n1:login>";
}

std::string session_header(const std::string& session) {
    return "<SessionHeader><sessionId>" + session + "</sessionId></SessionHeader>";
}

// What stands between <name> and </name>.
std::string text_of(const HttpAnswer& reply, const std::string& name) {
    const auto start = reply.body.find("<" + name + ">");
    const auto end = reply.body.find("</" + name + ">");
    if (start == std::string::npos || end == std::string::npos) return "";
    return reply.body.substr(start + name.size() + 2, end - start - name.size() - 2);
}

int status_with(const RunningOrg& org, const std::string& access_token) {
    return org.call("GET", "/limits", "", {{"Authorization", "Bearer " + access_token}}).status;
}

HttpHeaders new_session(const RunningOrg& org) {
    const json token = ask_for_token(org, password_form(org.user(), "sandbox")).document();
    return {{"Authorization", "Bearer " + token["access_token"].get<std::string>()}};
}

}  // namespace

TEST_CASE("a username and a password get an access token") {
    const RunningOrg org;
    const HttpAnswer reply = ask_for_token(org, password_form(org.user(), "sandbox"));
    REQUIRE(reply.status == 200);
    const json token = reply.document();
    CHECK(token["instance_url"] == org.tenant().instance_url);
    CHECK(token["token_type"] == "Bearer");
    CHECK(token["id"] == org.tenant().instance_url + "/id/" + org.tenant().org_id + "/" + org.user().user_id);
    CHECK(token["issued_at"].get<std::string>().size() == 13);
    CHECK(token["signature"].get<std::string>().size() == 44);
    CHECK(token["access_token"] != org.user().access_token);
    CHECK(status_with(org, token["access_token"]) == 200);
}

TEST_CASE("a security token may follow the password, anything else may not") {
    const RunningOrg org;
    CHECK(ask_for_token(org, password_form(org.user(), "sandboxTOKEN")).status == 200);
    for (const std::string password : {"", "SANDBOX", "sandbox ", "sandboxTOKEN2", "TOKEN"}) {
        INFO(password);
        const HttpAnswer refused = ask_for_token(org, password_form(org.user(), password));
        CHECK(refused.status == 400);
        CHECK(refused.body == R"({"error":"invalid_grant","error_description":"authentication failure"})");
    }
}

TEST_CASE("the token resource refuses what it doesn't know in OAuth's words") {
    const RunningOrg org;
    CHECK(ask_for_token(org, "grant_type=refresh_token").document()["error"] == "unsupported_grant_type");
    CHECK(ask_for_token(org, "").document()["error"] == "unsupported_grant_type");
    const std::string url = org.tenant().instance_url + "/services/oauth2/token";
    CHECK(request("GET", url + "?" + password_form(org.user(), "sandbox")).document()["error"] == "invalid_request");
    // A password in a URL gets nobody in, and is not remembered.
    CHECK(request("POST", url + "?" + password_form(org.user(), "sandbox")).status == 400);
    CHECK(org.control("GET", "/requests").dump().find("password") == std::string::npos);
}

TEST_CASE("a revoked session is over, and the others go on") {
    const RunningOrg org;
    const std::string token = ask_for_token(org, password_form(org.user(), "sandbox")).document()["access_token"];
    const std::string url = org.tenant().instance_url + "/services/oauth2/revoke";
    CHECK(request("POST", url, {}, "token=" + url_encoded(token)).status == 200);
    CHECK(status_with(org, token) == 401);
    CHECK(status_with(org, org.user().access_token) == 200);
    CHECK(request("GET", url + "?token=" + url_encoded(token)).document()["error"] == "invalid_token");
}

TEST_CASE("a SOAP client logs in, asks who it is, and logs out") {
    const RunningOrg org;
    const OrgUser& rep = org.user("acme", "rep");
    const auto [path, name_space] = GENERATE(table<std::string, std::string>(
        {{"u/63.0", "urn:partner.soap.sforce.com"}, {"c/31.0/00DSb0000000001", "urn:enterprise.soap.sforce.com"}}));
    const HttpAnswer reply = call_soap(org, path, soap_login(rep.username, rep.password));
    REQUIRE(reply.status == 200);
    CHECK(reply.headers.at("content-type") == "text/xml;charset=UTF-8");
    CHECK(reply.body.find("xmlns=\"" + name_space + "\"") != std::string::npos);
    CHECK(text_of(reply, "userId") == rep.user_id);
    CHECK(text_of(reply, "organizationId") == org.tenant().org_id);
    CHECK(text_of(reply, "passwordExpired") == "false");
    CHECK(text_of(reply, "userFullName") == "Samuel Okafor");
    CHECK(text_of(reply, "serverUrl").rfind(org.tenant().instance_url + "/services/Soap/" + path.substr(0, 2), 0) == 0);
    const std::string session = text_of(reply, "sessionId");
    CHECK(status_with(org, session) == 200);

    const HttpAnswer who = call_soap(org, path, "<getUserInfo/>", session_header(session));
    CHECK(text_of(who, "userName") == rep.username);
    CHECK(call_soap(org, path, "<logout/>", session_header(session)).status == 200);
    CHECK(status_with(org, session) == 401);
    const HttpAnswer late = call_soap(org, path, "<getUserInfo/>", session_header(session));
    CHECK(late.status == 500);
    CHECK(text_of(late, "faultcode") == "sf:INVALID_SESSION_ID");
}

TEST_CASE("a SOAP login that fails is Salesforce's fault") {
    const RunningOrg org;
    for (const auto& [username, password] : std::vector<std::pair<std::string, std::string>>{
             {org.user().username, "wrong"}, {"nobody@example.org", "sandbox"}, {"", ""}}) {
        const HttpAnswer refused = call_soap(org, "u/63.0", soap_login(username, password));
        CHECK(refused.status == 500);
        CHECK(text_of(refused, "faultcode") == "sf:INVALID_LOGIN");
        CHECK(text_of(refused, "faultstring") ==
              "INVALID_LOGIN: Invalid username, password, security token; or user locked out.");
        CHECK(text_of(refused, "sf:exceptionCode") == "INVALID_LOGIN");
    }
}

TEST_CASE("a SOAP message that is none, or asks for more, is a fault that says so") {
    const RunningOrg org;
    CHECK(text_of(call_soap(org, "u/63.0", "<query/>"), "faultstring").rfind("No operation available for request", 0) ==
          0);
    CHECK(text_of(call_soap(org, "u/63.0", ""), "faultcode") == "soapenv:Client");
    CHECK(text_of(call_soap(org, "u/63.0", "<login>"), "faultcode") == "soapenv:Client");
    CHECK(text_of(call_soap(org, "u/99.0", "<login/>"), "faultcode") == "sf:UNSUPPORTED_API_VERSION");
    CHECK(call_soap(org, "m/63.0", "<login/>").status == 404);
    CHECK(request("GET", org.tenant().instance_url + "/services/Soap/u/63.0").status == 500);
}

TEST_CASE("a query locator is of one session and ends with it") {
    OrgServerOptions options;
    options.records = 500;
    const RunningOrg org(options);
    const auto log_in = [&] { return new_session(org); };
    const HttpHeaders session = log_in();
    HttpHeaders small_pages = session;
    small_pages["Sforce-Query-Options"] = "batchSize=200";
    const json page = org.query("SELECT Id FROM Opportunity", small_pages);
    const std::string next = page["nextRecordsUrl"].get<std::string>().substr(20);
    CHECK(org.call("GET", next, "", session).status == 200);
    CHECK(org.call("GET", next, "", log_in()).error_code() == "INVALID_QUERY_LOCATOR");
    CHECK(org.call("GET", next).error_code() == "INVALID_QUERY_LOCATOR");
}

TEST_CASE("a query locator that is opened within a composite request is of the session of the whole") {
    OrgServerOptions options;
    options.records = 500;
    const RunningOrg org(options);
    const HttpHeaders session = new_session(org);
    const auto within = [&](const std::string& path) {
        const json part = {{"method", "GET"},
                           {"url", "/services/data/v63.0" + path},
                           {"referenceId", "page"},
                           {"httpHeaders", {{"Sforce-Query-Options", "batchSize=200"}}}};
        const json whole = {{"compositeRequest", json::array({part})}};
        return org.call("POST", "/composite", whole.dump(), session).document()["compositeResponse"][0];
    };
    const json first = within("/query?q=SELECT+Id+FROM+Opportunity")["body"];
    const std::string next = first["nextRecordsUrl"].get<std::string>().substr(20);
    const HttpAnswer outside = org.call("GET", next, "", session);
    REQUIRE(outside.status == 200);
    const json inside = within(next);
    CHECK(inside["httpStatusCode"] == 200);
    CHECK(inside["body"]["records"][0] == outside.document()["records"][0]);
    CHECK(org.call("GET", next).error_code() == "INVALID_QUERY_LOCATOR");
}
