#include "tests/sandbox_host/services/http_world.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <thread>

using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t ms = 1'000'000;

RawServer::Handler after_reading(std::string bytes) {
    return [bytes = std::move(bytes)](Peer& peer) {
        peer.read_request();
        peer.write(bytes);
    };
}

// Whom to trust where the server speaks TLS; empty where it does not.
class CertificateFile {
  public:
    explicit CertificateFile(const RawServer& server) {
        if (server.certificate().empty()) return;
        path_ = std::filesystem::temp_directory_path() / ("alysio-ca-" + std::to_string(server.port()) + ".pem");
        std::ofstream(path_) << server.certificate();
    }
    ~CertificateFile() { std::filesystem::remove(path_); }
    CertificateFile(const CertificateFile&) = delete;
    CertificateFile& operator=(const CertificateFile&) = delete;

    std::string path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("what cannot be reached has not been sent anything") {
    services::TransportOptions transport;
    HttpWorld world("http://127.0.0.1:" + std::to_string(free_port()), transport);
    SECTION("nobody listens") {}
    SECTION("no such name") {
        world.road->origin = "http://no-such-name.invalid";
    }
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_E_UNREACHABLE);
    REQUIRE(seen.sent == ALYSIO_HTTP_NOT_SENT);
    REQUIRE_FALSE(seen.message.empty());
    REQUIRE_THAT(seen.message, !Catch::Contains("127.0.0.1") && !Catch::Contains("invalid"));
}

TEST_CASE("a server is reached at its second address where the first one takes no connection") {
    const bool tls = GENERATE(false, true);
    RawServer server(RawServer::always(answer(200, "x")), tls);
    const SilentAddress silent(server.port());
    services::TransportOptions transport;
    transport.connect_timeout = std::chrono::seconds(2);  // the first address has half of it
    const auto port = std::to_string(server.port());
    transport.addresses = {"127.0.0.1:" + port + ":" + SilentAddress::address + ",127.0.0.1"};
    HttpWorld world(server.origin(), transport);
    const CertificateFile certificate(server);
    world.road->trusted = certificate.path();
    const auto seen = world.ask({});
    REQUIRE(seen.http_status == 200);
    REQUIRE(seen.body == "x");
}

TEST_CASE("how an answer fails tells whether the server may have acted") {
    struct Row {
        const char* title;
        std::string bytes;
        alysio_http_sent sent;
        std::string body;
    };
    const auto row = GENERATE(values<Row>({
        {"closed without a word", "", ALYSIO_HTTP_MAYBE_SENT, ""},
        {"closed within the head", "HTTP/1.1 200 OK\r\nContent-Le", ALYSIO_HTTP_MAYBE_SENT, ""},
        {"no HTTP at all", "SSH-2.0-OpenSSH_9.2\r\n\r\n", ALYSIO_HTTP_MAYBE_SENT, ""},
        {"closed within the body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", ALYSIO_HTTP_ANSWERED, "abc"},
        {"closed within a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", ALYSIO_HTTP_ANSWERED,
         "ab"},
        {"a chunk that is none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", ALYSIO_HTTP_ANSWERED,
         ""},
        {"an unknown compression", answer(200, "x", "Content-Encoding: br\r\n"), ALYSIO_HTTP_ANSWERED, ""},
        {"a head without end", "HTTP/1.1 200 OK\r\nX: " + std::string(400'000, 'x'), ALYSIO_HTTP_MAYBE_SENT, ""},
        {"many lines of head",
         "HTTP/1.1 200 OK\r\n" +
             [] {
                 std::string lines;
                 while (lines.size() < 400'000) lines += "X-Line: " + std::string(1'000, 'x') + "\r\n";
                 return lines;
             }(),
         ALYSIO_HTTP_MAYBE_SENT, ""},
    }));
    INFO(row.title);
    RawServer server(after_reading(row.bytes));
    HttpWorld world(server.origin());
    Ask ask;
    ask.method = GENERATE(ALYSIO_HTTP_GET, ALYSIO_HTTP_POST);
    const auto seen = world.ask(ask);
    CHECK(seen.status == ALYSIO_E_BROKEN);
    CHECK(seen.sent == row.sent);
    CHECK(seen.body == row.body);
}

TEST_CASE("a certificate that nobody signed is not trusted, and nothing is sent") {
    RawServer server(after_reading(answer(200, "secret")), true);
    HttpWorld world(server.origin());
    SECTION("with the system's certificates") {}
    SECTION("with a certificate file that is not there") {
        world.road->trusted = "/nonexistent/ca.pem";
    }
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_E_UNTRUSTED);
    REQUIRE(seen.sent == ALYSIO_HTTP_NOT_SENT);
    REQUIRE(seen.message == "The server's certificate is not trusted.");
}

TEST_CASE("a certificate the connection names is trusted") {
    RawServer server(after_reading(answer(200, "hello")), true);
    const CertificateFile certificate(server);
    HttpWorld world(server.origin());
    world.road->trusted = certificate.path();
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_OK);
    REQUIRE(seen.body == "hello");
}

TEST_CASE("a server that speaks no TLS where it should breaks the connection before anything is sent") {
    RawServer server([](Peer& peer) {
        peer.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        peer.wait_for_close();
    });
    HttpWorld world("https://127.0.0.1:" + std::to_string(server.port()));
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_E_BROKEN);
    REQUIRE(seen.sent == ALYSIO_HTTP_NOT_SENT);
}

TEST_CASE("a server that says nothing, or next to nothing, is not waited for") {
    RawServer server([](Peer& peer) {
        const auto request = peer.read_request();
        if (request.find("/drips") == std::string::npos) return void(peer.wait_for_close());
        if (!peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")) return;
        while (peer.write("x")) std::this_thread::sleep_for(200ms);
    });
    services::TransportOptions transport;
    transport.silence = 1s;
    HttpWorld world(server.origin(), transport);
    Ask ask;
    ask.path = GENERATE("/silent", "/drips");
    const auto seen = world.ask(ask);
    CHECK(seen.status == ALYSIO_E_UNREACHABLE);
    CHECK(seen.message == "The server sent nothing, or next to nothing, for too long.");
    CHECK(seen.sent == (ask.path == "/silent" ? ALYSIO_HTTP_MAYBE_SENT : ALYSIO_HTTP_ANSWERED));
}

TEST_CASE("a request's own time limit ends it, with the truth about what was sent") {
    RawServer server([](Peer& peer) {
        const auto request = peer.read_request();
        if (request.find("/headed") != std::string::npos) peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab");
        peer.wait_for_close();
    });
    HttpWorld world(server.origin());
    Ask ask;
    ask.timeout_ns = 50 * ms;
    SECTION("no answer") {
        const auto seen = world.ask(ask);
        REQUIRE(seen.status == ALYSIO_E_TIMEOUT);
        REQUIRE(seen.sent == ALYSIO_HTTP_MAYBE_SENT);
    }
    SECTION("half an answer") {
        ask.path = "/headed";
        const auto seen = world.ask(ask);
        REQUIRE(seen.status == ALYSIO_E_TIMEOUT);
        REQUIRE(seen.sent == ALYSIO_HTTP_ANSWERED);
        REQUIRE(seen.body == "ab");
    }
    SECTION("still waiting for its turn") {
        world.road->line = std::make_unique<Line>(0);
        const auto seen = world.ask(ask);
        REQUIRE(seen.status == ALYSIO_E_TIMEOUT);
        REQUIRE(seen.sent == ALYSIO_HTTP_NOT_SENT);
        REQUIRE(server.connections() == 0);
    }
}
