#include "tests/sandbox_host/org/raw_client.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;
using namespace std::chrono_literals;

namespace {

using End = RawClient::End;
using SteadyClock = std::chrono::steady_clock;

constexpr const char* accounts = "/query?q=SELECT+Id,Name+FROM+Account+ORDER+BY+Id";

// An org, a client's connection to it, and the body that a healthy org answers.
struct OrgAndClient {
    RunningOrg org;
    RawClient client{org.tenant().instance_url};
    std::string body = org.call("GET", accounts).body;

    void fault(const json& document) const {
        REQUIRE_FALSE(org.control("POST", "/faults", document).contains("error"));
    }
    json last_request() const { return org.control("GET", "/requests")["requests"].back(); }
    int count(const char* object) const { return org.control("GET", "/records")["acme"][object]; }
};

// What precedes a chunk.
std::string chunk_line(std::size_t size) {
    std::ostringstream line;
    line << std::hex << size << "\r\n";
    return line.str();
}

bool is_json(const std::string& text) {
    return json::accept(text);
}

}  // namespace

TEST_CASE("a connection ends before, during or after the work, in order or by reset") {
    const OrgAndClient scene;
    RawClient client(scene.org.tenant().instance_url);
    const auto [drop, created] = GENERATE(table<std::string, int>({{"before", 0}, {"during", 1}, {"after", 1}}));
    const bool reset = GENERATE(false, true);
    CAPTURE(drop, reset);
    const int tasks = scene.count("Task");
    scene.fault({{"method", "POST"}, {"drop", drop}, {"reset", reset}});
    client.request(scene.org, "POST", "/sobjects/Task", R"({"Subject":"x"})");
    const std::string answer = client.read_all();
    CHECK(client.end == (reset ? End::reset : End::closed));
    CHECK(scene.count("Task") == tasks + created);
    CHECK(scene.last_request()["processed"] == (created == 1));
    if (drop != "during") {
        CHECK(answer.empty());
        CHECK(scene.last_request()["status"] == 0);
    } else {
        const auto body = answer.find("\r\n\r\n") + 4;
        const std::size_t said = std::stoul(header_of(answer, "Content-Length"));
        CHECK(answer.substr(0, 12) == "HTTP/1.1 201");
        CHECK(answer.size() - body == said / 2);
        CHECK(scene.last_request()["bytes"] == said / 2);
    }
}

TEST_CASE("a body is cut where the fault says, with a length that promised more") {
    OrgAndClient scene;
    scene.fault({{"drop", "during"}, {"cut_after", 100}});
    scene.client.request(scene.org, "GET", accounts);
    const std::string head = scene.client.read_head();
    CHECK(header_of(head, "Content-Length") == std::to_string(scene.body.size()));
    CHECK(scene.client.read_all() == scene.body.substr(0, 100));
    CHECK(scene.client.end == End::closed);
}

TEST_CASE("a chunked body is cut within a chunk, and its last one never comes") {
    OrgAndClient scene;
    scene.fault({{"drop", "during"}, {"cut_after", 100}, {"chunked", true}});
    scene.client.request(scene.org, "GET", accounts);
    const std::string head = scene.client.read_head();
    CHECK(header_of(head, "Transfer-Encoding") == "chunked");
    CHECK(header_of(head, "Content-Length").empty());
    CHECK(scene.client.read_all() == chunk_line(scene.body.size()) + scene.body.substr(0, 100));
    CHECK(scene.client.end == End::closed);
}

TEST_CASE("a chunked body that is whole is read by a client as any other") {
    const OrgAndClient scene;
    scene.fault({{"chunked", true}});
    const HttpAnswer reply = scene.org.call("GET", accounts);
    CHECK(reply.headers.at("transfer-encoding") == "chunked");
    CHECK(reply.body == scene.body);
}

TEST_CASE("a length that says too much ends with the connection, the body whole") {
    OrgAndClient scene;
    scene.fault({{"length_error", 7}});
    scene.client.request(scene.org, "GET", accounts);
    CHECK(header_of(scene.client.read_head(), "Content-Length") == std::to_string(scene.body.size() + 7));
    CHECK(scene.client.read_all() == scene.body);
    CHECK(scene.client.end == End::closed);
}

TEST_CASE("a length that says too little leaves bytes on the connection, where the next answer is expected") {
    OrgAndClient scene;
    scene.fault({{"length_error", -7}});
    scene.client.request(scene.org, "GET", accounts);
    CHECK(scene.client.read_body() == scene.body.substr(0, scene.body.size() - 7));
    CHECK(scene.client.read(7) == scene.body.substr(scene.body.size() - 7));
    scene.client.request(scene.org, "GET", accounts);
    CHECK(scene.client.read_body() == scene.body);
}

TEST_CASE("malformed JSON starts with what the org really answered") {
    OrgAndClient scene;
    const auto after = GENERATE(0, 1, 200, 1'000'000);
    scene.fault({{"malformed_after", after}});
    scene.client.request(scene.org, "GET", accounts);
    const std::string body = scene.client.read_body();
    const auto real = std::min<std::size_t>(static_cast<std::size_t>(after), scene.body.size() - 1);
    CHECK(body.substr(0, real) == scene.body.substr(0, real));
    CHECK_FALSE(is_json(body));
    // The transport is sound: the connection goes on.
    scene.client.request(scene.org, "GET", accounts);
    CHECK(scene.client.read_body() == scene.body);
}

TEST_CASE("a body that stalls stands still until the client hangs up, and holds nobody else up") {
    OrgAndClient scene;
    const bool chunked = GENERATE(false, true);
    scene.fault({{"stall_after", 50}, {"chunked", chunked}});
    scene.client.request(scene.org, "GET", accounts);
    scene.client.read_head();
    const std::string start = chunked ? chunk_line(scene.body.size()) : "";
    CHECK(scene.client.read(start.size() + 50) == start + scene.body.substr(0, 50));
    CHECK(scene.org.call("GET", accounts).body == scene.body);
    CHECK_FALSE(scene.client.has_more());
}

TEST_CASE("a body that pauses comes whole in the end") {
    OrgAndClient scene;
    scene.fault({{"stall_after", 50}, {"stall_ms", 20}});
    const auto start = SteadyClock::now();
    scene.client.request(scene.org, "GET", accounts);
    CHECK(scene.client.read_body() == scene.body);
    CHECK(SteadyClock::now() - start >= 20ms);
    scene.client.request(scene.org, "GET", accounts);
    CHECK(scene.client.read_body() == scene.body);
}

TEST_CASE("a narrow way takes its time") {
    OrgAndClient scene;
    scene.fault({{"bytes_per_second", 20 * scene.body.size()}});
    const auto start = SteadyClock::now();
    scene.client.request(scene.org, "GET", accounts);
    CHECK(scene.client.read_body() == scene.body);
    CHECK(SteadyClock::now() - start >= 40ms);
}

TEST_CASE("latency keeps the first byte back, not the work") {
    OrgAndClient scene;
    const int tasks = scene.count("Task");
    scene.fault({{"method", "POST"}, {"latency_ms", 600'000}});
    scene.client.request(scene.org, "POST", "/sobjects/Task", R"({"Subject":"x"})");
    while (scene.count("Task") == tasks) {
    }
    CHECK_FALSE(scene.client.has_more());
}

TEST_CASE("an answer without a body is cut in its head") {
    OrgAndClient scene;
    const std::string id = scene.org.query("SELECT Id FROM Task LIMIT 1")["records"][0]["Id"];
    scene.fault({{"method", "PATCH"}, {"drop", "during"}});
    scene.client.request(scene.org, "PATCH", "/sobjects/Task/" + id, R"({"Subject":"changed"})");
    const std::string answer = scene.client.read_all();
    CHECK(answer.substr(0, 12) == "HTTP/1.1 204");
    CHECK(answer.find("\r\n\r\n") == std::string::npos);
    CHECK(scene.org.call("GET", "/sobjects/Task/" + id).document()["Subject"] == "changed");
}

TEST_CASE("refusals have their names, and Salesforce's status, code and text") {
    const OrgAndClient scene;
    const auto [name, status, body] = GENERATE(table<std::string, int, std::string>({
        {"session_expired", 401, R"([{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}])"},
        {"session_not_for_rest", 401,
         R"([{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}])"},
        {"request_limit", 403, R"([{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}])"},
        {"concurrent_requests", 403,
         R"([{"message":"ConcurrentRequests (Concurrent API Requests) Limit exceeded","errorCode":"REQUEST_LIMIT_EXCEEDED"}])"},
        {"api_disabled", 403, R"([{"message":"API is disabled for this User","errorCode":"API_CURRENTLY_DISABLED"}])"},
        {"api_disabled_for_org", 403,
         R"([{"message":"The REST API is not enabled for this Organization.","errorCode":"API_DISABLED_FOR_ORG"}])"},
        {"insufficient_access", 403,
         R"([{"message":"insufficient access rights on object id","errorCode":"INSUFFICIENT_ACCESS"}])"},
        {"invalid_query_locator", 400, R"([{"message":"invalid query locator","errorCode":"INVALID_QUERY_LOCATOR"}])"},
        {"query_timeout", 400,
         R"([{"message":"Your query request was running for too long.","errorCode":"QUERY_TIMEOUT"}])"},
        {"server_unavailable", 503, R"([{"message":"Server Unavailable","errorCode":"SERVER_UNAVAILABLE"}])"},
        {"too_many_requests", 429,
         R"({"message":"Too many requests.","code":"too_many_requests","status":429,"meta":{}})"},
        {"maintenance", 503,
         "<html><head><title>Down for Maintenance</title></head><body><h1>Down for Maintenance</h1></body></html>"},
        {"bad_gateway", 502, "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"},
        {"gateway_timeout", 504,
         "<html><head><title>Gateway Timeout</title></head><body><h1>Gateway Timeout</h1></body></html>"},
        {"edge_forbidden", 403,
         "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1></body></html>"},
    }));
    scene.fault({{"error", name}});
    const HttpAnswer reply = scene.org.call("GET", accounts);
    CHECK(reply.status == status);
    CHECK(reply.body == body);
    CHECK(reply.headers.at("content-type") ==
          (body.front() == '<' ? "text/html;charset=UTF-8" : "application/json;charset=UTF-8"));
    CHECK(reply.headers.count("www-authenticate") == (status == 401 ? 1 : 0));
    CHECK(reply.headers.count("retry-after") == (status == 429 ? 1 : 0));
    CHECK(scene.last_request()["processed"] == false);
}

TEST_CASE("a locked row is named, and nothing is written") {
    const OrgAndClient scene;
    const int leads = scene.count("Lead");
    scene.fault({{"method", "POST"}, {"path", "/sobjects/Lead"}, {"error", "unable_to_lock_row"}});
    const HttpAnswer created = scene.org.call("POST", "/sobjects/Lead", R"({"LastName":"a","Company":"b"})");
    CHECK(created.status == 400);
    CHECK(created.error_code() == "UNABLE_TO_LOCK_ROW");
    CHECK(created.error_message() ==
          "unable to obtain exclusive access to this record or 1 records: " + scene.org.user().user_id);
    CHECK(scene.count("Lead") == leads);

    const std::string id = scene.org.query("SELECT Id FROM Lead LIMIT 1")["records"][0]["Id"];
    scene.fault({{"method", "PATCH"}, {"error", "unable_to_lock_row"}});
    const HttpAnswer updated = scene.org.call("PATCH", "/sobjects/Lead/" + id, R"({"Company":"c"})");
    CHECK(updated.error_message() == "unable to obtain exclusive access to this record or 1 records: " + id);
}

TEST_CASE("a write may be done although its answer says otherwise") {
    const OrgAndClient scene;
    const int leads = scene.count("Lead");
    scene.fault({{"method", "POST"}, {"error", "unknown_exception"}, {"processed", true}});
    const HttpAnswer reply = scene.org.call("POST", "/sobjects/Lead", R"({"LastName":"a","Company":"b"})");
    CHECK(reply.status == 500);
    CHECK(reply.error_code() == "UNKNOWN_EXCEPTION");
    CHECK(scene.count("Lead") == leads + 1);
    CHECK(scene.last_request()["processed"] == true);
}
