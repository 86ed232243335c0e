// What strangers, and clients that mean no good, try at MCP's HTTP port.

#include "tests/sandbox_host/loopback/spellings.hpp"
#include "tests/sandbox_host/loopback/without_descriptors.hpp"
#include "tests/sandbox_host/mcp/wire.hpp"

#include <catch2/catch.hpp>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <vector>

using namespace alysio::sandbox;
using namespace alysio::sandbox::mcp;
using namespace alysio::sandbox::mcp::tests;
using alysio::sandbox::testing::ScriptedPlugin;

namespace {

constexpr std::size_t megabyte = std::size_t{1} << 20;
const std::string with_token = "Authorization: Bearer secret\r\n";
const std::string list_tools = TestClient::legacy(1, "tools/list");

// The head of a message that is this long.
std::string head(std::size_t length, const std::string& headers = {}) {
    return "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(length) + "\r\n" + headers + "\r\n";
}

std::string modern_headers(const std::string& method, const std::string& name = {}) {
    return "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " + method + "\r\n" +
           (name.empty() ? "" : "Mcp-Name: " + name + "\r\n");
}

std::size_t resident_bytes() {
    std::size_t whole = 0;
    std::size_t resident = 0;
    std::ifstream("/proc/self/statm") >> whole >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// Those to whom the server says something, once there are so many.
std::vector<Wire*> who_hears(std::vector<Wire>& wires, std::size_t how_many) {
    std::vector<Wire*> hearing;
    while (hearing.size() < how_many) {
        hearing.clear();
        std::vector<pollfd> waiting;
        for (const Wire& wire : wires) waiting.push_back({wire.socket(), POLLIN, 0});
        REQUIRE(::poll(waiting.data(), waiting.size(), 20'000) > 0);
        for (std::size_t i = 0; i < wires.size(); ++i) {
            if (waiting[i].revents != 0) hearing.push_back(&wires[i]);
        }
    }
    return hearing;
}

HttpLimits few_places(std::size_t strangers, std::size_t guests) {
    HttpLimits limits;
    limits.most_strangers = strangers;
    limits.most_guests = guests;
    return limits;
}

// Of a machine that is busy otherwise: a stranger hears its refusal however long it sends on.
HttpLimits patient() {
    HttpLimits limits;
    limits.for_farewell = std::chrono::minutes(1);
    return limits;
}

// A file that a call of the plugin's leaves behind.
struct Leaving {
    explicit Leaving(HttpFixture& fixture) {
        std::ofstream(path) << "{\"row\":1}\n";
        fixture.host.plugin.on_call = [this, &fixture](ScriptedPlugin& plugin, const alysio_call_info& info) {
            fixture.host.keep({path, "application/x-ndjson", 10, false});
            return plugin.finish(info.call);
        };
    }
    ~Leaving() { std::filesystem::remove(path); }
    Leaving(const Leaving&) = delete;
    Leaving& operator=(const Leaving&) = delete;

    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("alysio-rows-" + std::to_string(::getpid()) + ".jsonl");
};

std::string uri_in(const std::string& answer) {
    const auto at = answer.find("alysio-file://");
    REQUIRE(at != std::string::npos);
    return answer.substr(at, answer.find('"', at) - at);
}

}  // namespace

TEST_CASE("Sixty strangers with 16 MB each cost next to nothing, and a client is served meanwhile") {
    const std::string most_of_it(largest_message - 1, ' ');
    HttpFixture fixture("secret", patient());
    const auto before = resident_bytes();
    std::vector<Wire> strangers;
    for (int i = 0; i < 60; ++i) {
        strangers.emplace_back(fixture.base());
        REQUIRE(strangers.back().send_text(head(largest_message)));
        static_cast<void>(strangers.back().send_text(most_of_it));
    }
    const auto after = resident_bytes();
    CAPTURE(before / megabyte, after / megabyte);
    CHECK(after < before + 100 * megabyte);
    for (Wire& stranger : strangers) CHECK(stranger.status() == 401);
    CHECK(fixture.ask("POST", TestClient::modern(1, "tools/list"), with_token + modern_headers("tools/list")).status ==
          200);
}

TEST_CASE("A stranger hears why it is not let in before it has sent its body") {
    HttpFixture fixture("secret");
    Wire stranger(fixture.base());
    REQUIRE(stranger.send_text(head(largest_message)));
    CHECK(stranger.status() == 401);
    Wire elsewhere(fixture.base());
    REQUIRE(elsewhere.send_text("POST /other HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 16000000\r\n\r\n"));
    CHECK(elsewhere.status() == 404);
    Wire endless(fixture.base());
    REQUIRE(endless.send_text("POST /mcp HTTP/1.1\r\nHost: evil.com\r\nTransfer-Encoding: chunked\r\n\r\n"));
    CHECK(endless.status() == 403);
    Wire wordy(fixture.base());
    REQUIRE(wordy.send_text("GET /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + std::string(20'000, 'x')));
    CHECK(wordy.status() == 431);
}

TEST_CASE("A body that is longer than a message may be is not read, whether it says so or not") {
    HttpFixture fixture({}, patient());
    Wire honest(fixture.base());
    REQUIRE(honest.send_text(head(largest_message + 1)));
    CHECK(honest.status() == 413);
    Wire sly(fixture.base());
    REQUIRE(
        sly.send_text("POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nContent-Type: application/json\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n1000001\r\n"));
    static_cast<void>(sly.send_text(std::string(largest_message + 1, ' ')));
    CHECK(sly.status() == 413);
}

TEST_CASE("Long bodies share a room, and who finds it full comes again") {
    HttpLimits limits;
    limits.long_bodies = 4 * megabyte;
    HttpFixture fixture({}, limits);
    std::vector<Wire> clients;
    for (int i = 0; i < 6; ++i) {
        clients.emplace_back(fixture.base());
        REQUIRE(clients.back().send_text(head(megabyte)));
    }
    for (Wire* late : who_hears(clients, 2)) {
        CHECK(late->until("\r\n\r\n").find(" 503 Service Unavailable\r\nRetry-After: 1") != std::string::npos);
        late->close();
    }
    CHECK(fixture.ask("POST", list_tools).status == 400);  // short ones need no room: this one only lacks a session
    const auto is_open = [](const Wire& client) { return client.socket() >= 0; };
    CHECK(std::count_if(clients.begin(), clients.end(), is_open) == 4);
    Wire& kept = *std::find_if(clients.begin(), clients.end(), is_open);
    REQUIRE(kept.send_text(std::string(megabyte, ' ')));
    CHECK(kept.status() == 400);
    Wire next(fixture.base());
    REQUIRE(next.send_text(head(megabyte)));
    REQUIRE(next.send_text(std::string(megabyte, ' ')));
    CHECK(next.status() == 400);
}

TEST_CASE("Strangers who only connect give way to the next one, and never take the place of a guest") {
    HttpFixture fixture("secret", few_places(8, 8));
    Wire guest(fixture.base());
    guest.send("POST", list_tools, with_token);
    CHECK(guest.status() == 400);
    guest.until("}}");
    std::vector<Wire> strangers;
    for (int i = 0; i < 9; ++i) strangers.emplace_back(fixture.base());
    CHECK(strangers.front().rest().empty());
    CHECK(fixture.ask("POST", list_tools, with_token).status == 400);
    guest.send("POST", list_tools, with_token);
    CHECK(guest.status() == 400);
}

TEST_CASE("There are so many places for guests, and one more is told to come again") {
    HttpFixture fixture({}, few_places(8, 2));
    Wire first(fixture.base());
    first.send("POST", list_tools);
    CHECK(first.status() == 400);
    Wire second(fixture.base());
    second.send("POST", list_tools);
    CHECK(second.status() == 400);
    CHECK(fixture.ask("POST", list_tools).status == 503);
}

TEST_CASE("Who takes too long for a head or a body is hung up on") {
    HttpLimits limits;
    limits.for_head = std::chrono::milliseconds(50);
    limits.for_body = std::chrono::milliseconds(50);
    HttpFixture fixture({}, limits);
    Wire silent(fixture.base());
    Wire slow(fixture.base());
    REQUIRE(slow.send_text("POST /mcp HTT"));
    Wire unfinished(fixture.base());
    REQUIRE(unfinished.send_text(head(1000) + "{"));
    CHECK(silent.rest().empty());
    CHECK(slow.rest().empty());
    CHECK(unfinished.rest().empty());
}

TEST_CASE("A server that has no descriptors left rests, and serves who has waited as soon as there are some") {
    if (!loopback::tests::can_do_without_descriptors) return;
    const auto seen = loopback::tests::without_descriptors([] {
        static HttpFixture fixture;
        const auto base = fixture.base();
        return static_cast<std::uint16_t>(std::stoi(base.substr(base.rfind(':') + 1)));
    });
    CHECK(seen.accepted_later);
    CHECK(seen.busy < std::chrono::milliseconds(200));
}

TEST_CASE("No foreign spelling of Host or Origin gets in over the wire, and every spelling of ours does") {
    HttpFixture fixture;
    const auto ask = [&](const std::string& lines) {
        Wire wire(fixture.base());
        REQUIRE(wire.send_text("POST /mcp HTTP/1.1\r\n" + lines +
                               "Accept: */*\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"));
        return wire.status();
    };
    for (const auto own : loopback::tests::own_authorities) {
        CAPTURE(own);
        CHECK(ask("Host: " + std::string(own) + "\r\n") == 400);
    }
    for (const auto foreign : loopback::tests::foreign_authorities) {
        CAPTURE(foreign);
        CHECK(ask("Host: " + std::string(foreign) + "\r\n") == 403);
        CHECK(ask("Host: localhost\r\nOrigin: http://" + std::string(foreign) + "\r\n") == 403);
    }
    for (const auto own : loopback::tests::own_origins) {
        CAPTURE(own);
        CHECK(ask("Host: localhost\r\nOrigin: " + std::string(own) + "\r\n") == 400);
    }
    for (const auto foreign : loopback::tests::foreign_origins) {
        CAPTURE(foreign);
        CHECK(ask("Host: localhost\r\nOrigin: " + std::string(foreign) + "\r\n") == 403);
    }
    CHECK(ask("") == 403);
    CHECK(ask("Host: localhost\r\nHost: evil.com\r\n") == 403);
    CHECK(ask("Host: evil.com\r\nHost: localhost\r\n") == 403);
    CHECK(ask("Host: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.com\r\n") == 403);
}

TEST_CASE("A session's files are neither listed to another session nor read by it, and end with it") {
    HttpFixture fixture("secret");
    const Leaving leaving(fixture);
    const auto ann = with_token + fixture.initialize(with_token);
    const auto bob = with_token + fixture.initialize(with_token);
    const auto uri = uri_in(fixture.ask("POST", TestClient::legacy(1, "tools/call", {{"name", "look"}}), ann).body);
    const auto list = TestClient::legacy(2, "resources/list");
    const auto read = TestClient::legacy(3, "resources/read", {{"uri", uri}});
    CHECK(fixture.ask("POST", list, ann).body.find(uri) != std::string::npos);
    CHECK(fixture.ask("POST", read, ann).body.find(R"({\"row\":1})") != std::string::npos);

    CHECK(fixture.ask("POST", list, bob).body.find("alysio-file") == std::string::npos);
    CHECK(fixture.ask("POST", read, bob).body.find("-32002") != std::string::npos);
    const auto modern_list = TestClient::modern(2, "resources/list");
    CHECK(fixture.ask("POST", modern_list, with_token + modern_headers("resources/list")).body.find("alysio-file") ==
          std::string::npos);
    const auto modern_read = TestClient::modern(3, "resources/read", {{"uri", uri}});
    CHECK(fixture.ask("POST", modern_read, with_token + modern_headers("resources/read", uri)).body.find("-32602") !=
          std::string::npos);
    for (const char* method : {"resources/templates/list", "resources/subscribe"}) {
        const auto other = TestClient::legacy(4, method, {{"uri", uri}});
        CHECK(fixture.ask("POST", other, bob).body.find(uri) == std::string::npos);
    }

    CHECK(fixture.ask("DELETE", "", ann).status == 204);
    CHECK(fixture.ask("POST", read, with_token + fixture.initialize(with_token)).body.find("-32002") !=
          std::string::npos);
}

TEST_CASE("Files of modern requests are those of all that give the token, and of no session") {
    HttpFixture fixture("secret");
    const Leaving leaving(fixture);
    const auto call = TestClient::modern(1, "tools/call", {{"name", "look"}});
    const auto uri = uri_in(fixture.ask("POST", call, with_token + modern_headers("tools/call", "look")).body);
    const auto list = TestClient::modern(2, "resources/list");
    CHECK(fixture.ask("POST", list, with_token + modern_headers("resources/list")).body.find(uri) != std::string::npos);
    const auto read = TestClient::modern(3, "resources/read", {{"uri", uri}});
    CHECK(fixture.ask("POST", read, with_token + modern_headers("resources/read", uri)).body.find("row") !=
          std::string::npos);
    const auto session = with_token + fixture.initialize(with_token);
    CHECK(fixture.ask("POST", TestClient::legacy(2, "resources/list"), session).body.find("alysio-file") ==
          std::string::npos);
    CHECK(fixture.ask("POST", TestClient::legacy(3, "resources/read", {{"uri", uri}}), session).body.find("-32002") !=
          std::string::npos);
}

TEST_CASE("Where nobody gives a token, files of modern requests are listed to nobody, and read by the link alone") {
    HttpFixture fixture;
    const Leaving leaving(fixture);
    const auto call = TestClient::modern(1, "tools/call", {{"name", "look"}});
    const auto uri = uri_in(fixture.ask("POST", call, modern_headers("tools/call", "look")).body);
    CHECK(fixture.ask("POST", TestClient::modern(2, "resources/list"), modern_headers("resources/list"))
              .body.find("alysio-file") == std::string::npos);
    const auto read = TestClient::modern(3, "resources/read", {{"uri", uri}});
    CHECK(fixture.ask("POST", read, modern_headers("resources/read", uri)).body.find("row") != std::string::npos);
}
