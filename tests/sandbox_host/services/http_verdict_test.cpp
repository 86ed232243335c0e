#include "tests/sandbox_host/services/http_world.hpp"

#include <catch2/catch.hpp>

namespace http_verdict_test {

using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;
using connection::Deliver;
using connection::Replay;
using connection::RequestError;
using connection::ResponseHead;
using connection::Verdict;

namespace {

RequestError failure(alysio_status status) {
    RequestError result;
    result.status = status;
    result.message = "Said by the connection.";
    return result;
}

bool is_error(const ResponseHead& head) {
    return head.status >= 400;
}

}  // namespace

TEST_CASE("an expired credential is renewed and the request sent again, before the plugin hears of it") {
    std::string requests;
    RawServer server([&requests](Peer& peer) {
        for (auto request = peer.read_request(); !request.empty(); request = peer.read_request()) {
            const bool second = request.find("X-Attempt: 2") != std::string::npos;
            requests +=
                request.substr(0, request.find(' ')) + (second ? "2" : "1") + request.substr(request.rfind('\n'));
            peer.write(second ? answer(200, "fresh") : answer(401, "expired"));
        }
    });
    HttpWorld world(server.origin());
    world.road->collects = is_error;
    world.road->judge = [](const ResponseHead&, std::string_view body) -> Verdict {
        CHECK(body == "expired");
        return Replay{};
    };
    Ask ask;
    ask.method = GENERATE(ALYSIO_HTTP_GET, ALYSIO_HTTP_POST);
    if (ask.method == ALYSIO_HTTP_POST) ask.body = "body";
    const auto seen = world.ask(ask);
    REQUIRE(seen.status == ALYSIO_OK);
    REQUIRE(seen.http_status == 200);
    REQUIRE(seen.body == "fresh");
    REQUIRE(requests == (ask.body.empty() ? "GET1\nGET2\n" : "POST1\nbodyPOST2\nbody"));
}

TEST_CASE("a second refusal is the answer: nothing is sent a third time") {
    RawServer server(RawServer::always(answer(401, "expired")));
    HttpWorld world(server.origin());
    world.road->collects = is_error;
    world.road->judge = [](const ResponseHead&, std::string_view) -> Verdict { return Replay{}; };
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_OK);
    REQUIRE(seen.http_status == 401);
    REQUIRE(seen.body == "expired");
    REQUIRE(world.road->wires == 2);
}

TEST_CASE("a refusal by somebody in between becomes the terminal event") {
    struct Row {
        alysio_status status;
        alysio_http_sent sent;  // the server may have acted only where what is in between broke down
    };
    const auto row = GENERATE(values<Row>({{ALYSIO_E_RECONNECT, ALYSIO_HTTP_NOT_SENT},
                                           {ALYSIO_E_LIMITED, ALYSIO_HTTP_NOT_SENT},
                                           {ALYSIO_E_HOST_CREDENTIAL, ALYSIO_HTTP_NOT_SENT},
                                           {ALYSIO_E_UNAVAILABLE, ALYSIO_HTTP_MAYBE_SENT}}));
    RawServer server(RawServer::always(answer(502, "gateway")));
    HttpWorld world(server.origin());
    world.road->collects = is_error;
    world.road->judge = [&](const ResponseHead&, std::string_view) -> Verdict { return failure(row.status); };
    const auto seen = world.ask({});
    REQUIRE(seen.status == row.status);
    REQUIRE(seen.sent == row.sent);
    REQUIRE(seen.message == "Said by the connection.");
    REQUIRE(seen.http_status == 0);
}

TEST_CASE("an answer that was looked at first reaches the plugin whole, however long") {
    const auto size = GENERATE(std::size_t{0}, std::size_t{10}, connection::RequestSession::collect_limit,
                               connection::RequestSession::collect_limit + 1, std::size_t{1'000'000});
    const bool packed = GENERATE(false, true);
    std::string body(size, 'x');
    if (size > 0) body.back() = '!';
    RawServer server(
        RawServer::always(packed ? answer(500, gzip(body), "Content-Encoding: gzip\r\n") : answer(500, body)));
    HttpWorld world(server.origin());
    std::size_t looked_at = 0;
    world.road->collects = is_error;
    world.road->judge = [&](const ResponseHead& head, std::string_view seen) -> Verdict {
        CHECK(head.status == 500);
        looked_at = seen.size();
        return Deliver{};
    };
    Ask ask;
    ask.window = 10'000;
    const auto seen = world.ask(ask);
    REQUIRE(seen.status == ALYSIO_OK);
    REQUIRE(seen.http_status == 500);
    REQUIRE(seen.body == body);
    REQUIRE(looked_at == std::min(size, connection::RequestSession::collect_limit));
}

TEST_CASE("a refusal that breaks off while it is looked at is judged by what came") {
    RawServer server([](Peer& peer) {
        peer.read_request();
        peer.write("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nhalf");
    });
    HttpWorld world(server.origin());
    world.road->collects = is_error;
    world.road->judge = [](const ResponseHead&, std::string_view) -> Verdict { return Deliver{}; };
    const auto seen = world.ask({});
    REQUIRE(seen.http_status == 500);
    REQUIRE(seen.body == "half");
    REQUIRE(seen.status == ALYSIO_E_BROKEN);
    REQUIRE(seen.sent == ALYSIO_HTTP_ANSWERED);
}

}  // namespace http_verdict_test
