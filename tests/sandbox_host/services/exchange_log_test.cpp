#include "tests/sandbox_host/services/http_world.hpp"

#include <catch2/catch.hpp>

#include <mutex>

using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;
using services::ExchangeRecord;

namespace {

// Keeps what it is told.
class Notebook final : public services::ExchangeLog {
  public:
    void write(const ExchangeRecord& record) noexcept override {
        const std::lock_guard lock(mutex_);
        records_.push_back(record);
    }
    ExchangeRecord only() {
        const std::lock_guard lock(mutex_);
        REQUIRE(records_.size() == 1);
        return records_.front();
    }

  private:
    std::mutex mutex_;
    std::vector<ExchangeRecord> records_;
};

struct Watched {
    explicit Watched(const std::string& origin) : world(origin, {}, {}, notebook) {}

    std::shared_ptr<Notebook> notebook = std::make_shared<Notebook>();
    HttpWorld world;
};

// Every text that is in a record.
std::string all_of(const ExchangeRecord& record) {
    std::string text = record.connection + record.path + record.request_body + record.response_body + record.message;
    for (const auto& [key, value] : record.query) text += key + value;
    return text;
}

}  // namespace

TEST_CASE("an exchange is told of as the plugin saw it: its own path and query, and the body it was given") {
    RawServer server(RawServer::always(answer(201, gzip("{\"id\":1}"), "Content-Encoding: gzip\r\n")));
    Watched watched(server.origin());
    Ask ask;
    ask.method = ALYSIO_HTTP_POST;
    ask.path = "/sobjects/Lead";
    ask.query = {{"q", "a%20b"}};
    ask.body = "{\"Name\":\"x\"}";
    watched.world.ask(ask);
    const auto record = watched.notebook->only();
    CHECK(record.call != 0);
    CHECK(record.connection == "test/road");
    CHECK(record.method == ALYSIO_HTTP_POST);
    CHECK(record.path == ask.path);
    CHECK(record.query == ask.query);
    CHECK(record.request_body == ask.body);
    CHECK(record.request_bytes == ask.body.size());
    CHECK(record.http_status == 201);
    CHECK(record.response_body == "{\"id\":1}");
    CHECK(record.response_bytes == 8);
    CHECK(record.sent == ALYSIO_HTTP_ANSWERED);
    CHECK(record.status == ALYSIO_OK);
    CHECK_FALSE(record.replayed);
    CHECK(record.spent.count() > 0);
}

TEST_CASE("of long bodies the start is told, and how long they are") {
    const std::string body(100'000, 'x');
    RawServer server(RawServer::always(answer(200, body)));
    Watched watched(server.origin());
    Ask ask;
    ask.method = ALYSIO_HTTP_POST;
    ask.body = body;
    watched.world.ask(ask);
    const auto record = watched.notebook->only();
    CHECK(record.request_body == body.substr(0, ExchangeRecord::body_limit));
    CHECK(record.request_bytes == body.size());
    CHECK(record.response_body == body.substr(0, ExchangeRecord::body_limit));
    CHECK(record.response_bytes == body.size());
}

TEST_CASE("a credential that goes out with a request is nowhere in what is told of it") {
    const std::string canary = "canary-3f9c";
    std::string asked;
    RawServer server([&](Peer& peer) {
        asked = peer.read_request();
        peer.write(answer(200, "fine", "Set-Cookie: " + canary + "\r\nX-Echo: " + canary + "\r\n"));
    });
    Watched watched(server.origin());
    watched.world.road->headers = {"Authorization: Bearer " + canary};
    watched.world.ask({});
    REQUIRE(asked.find(canary) != std::string::npos);
    CHECK(all_of(watched.notebook->only()) == "test/road/answerfine");
}

TEST_CASE("a request that was sent once more with a fresh credential says so") {
    RawServer server([](Peer& peer) {
        for (auto request = peer.read_request(); !request.empty(); request = peer.read_request()) {
            const bool second = request.find("X-Attempt: 2") != std::string::npos;
            peer.write(second ? answer(200, "fresh") : answer(401, "expired"));
        }
    });
    Watched watched(server.origin());
    watched.world.road->collects = [](const connection::ResponseHead& head) { return head.status == 401; };
    watched.world.road->judge = [](const connection::ResponseHead&, std::string_view) -> connection::Verdict {
        return connection::Replay{};
    };
    watched.world.ask({});
    const auto record = watched.notebook->only();
    CHECK(record.replayed);
    CHECK(record.http_status == 200);
    CHECK(record.response_body == "fresh");
}

TEST_CASE("what is refused before it is sent is told of with its reason") {
    RawServer server(RawServer::always(answer(200, "x")));
    Watched watched(server.origin());
    Ask ask;
    SECTION("by the call") {
        ask.method = ALYSIO_HTTP_POST;
        ask.intent = ALYSIO_INTENT_PREVIEW;
    }
    SECTION("by the connection") {
        watched.world.road->closed = connection::RequestError{ALYSIO_E_DENIED, "Not this one.", "", 0, 0, 0};
    }
    SECTION("for want of a connection") {
        ask.connected = false;
    }
    const auto seen = watched.world.ask(ask);
    REQUIRE(seen.status == ALYSIO_E_DENIED);
    const auto record = watched.notebook->only();
    CHECK(record.status == ALYSIO_E_DENIED);
    CHECK(record.message == seen.message);
    CHECK(record.path == "/answer");
    CHECK(record.connection == (ask.connected ? "test/road" : ""));
    CHECK(record.sent == ALYSIO_HTTP_NOT_SENT);
    CHECK(server.connections() == 0);
}

TEST_CASE("a request that is dropped, by its plugin or with its call, is told of once") {
    RawServer server(RawServer::always(answer(200, "x")));
    Watched watched(server.origin());
    watched.world.road->line = std::make_unique<Line>(0);  // it never has its turn
    const bool cancel = GENERATE(true, false);
    watched.world.call([&](alysio_call call) {
        const auto request = watched.world.start(call, {}, [](const Seen&) {});
        if (cancel) watched.world.cancel(request);
        watched.world.plugin.finish(call);
    });
    const auto record = watched.notebook->only();
    CHECK(record.status == ALYSIO_E_CANCELLED);
    CHECK(record.http_status == 0);
}
