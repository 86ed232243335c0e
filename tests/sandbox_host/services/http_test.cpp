#include "tests/sandbox_host/services/http_world.hpp"

#include <catch2/catch.hpp>

#include <future>

namespace http_test {

using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;

TEST_CASE("a GET comes back with status, headers in lower case and the whole body") {
    RawServer server(RawServer::always(answer(200, "hello", "X-Upper-Case: Some Value\r\nSet-Cookie: secret\r\n")));
    HttpWorld world(server.origin());
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_OK);
    REQUIRE(seen.sent == ALYSIO_HTTP_ANSWERED);
    REQUIRE(seen.http_status == 200);
    REQUIRE(seen.body == "hello");
    REQUIRE(seen.header("x-upper-case") == "Some Value");
    REQUIRE(seen.header("set-cookie") == "(none)");
    REQUIRE(seen.header("content-length") == "(none)");
}

TEST_CASE("error statuses, redirects and empty answers are answers like any other") {
    const auto status = GENERATE(204, 301, 302, 304, 400, 404, 429, 500, 503);
    const std::string body = status == 204 || status == 304 ? "" : "text";
    const std::string head = "HTTP/1.1 " + std::to_string(status) + " X\r\nLocation: http://127.0.0.1:1/\r\n";
    RawServer server(RawServer::always(head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body));
    HttpWorld world(server.origin());
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_OK);
    REQUIRE(seen.http_status == static_cast<std::uint32_t>(status));
    REQUIRE(seen.body == body);
    REQUIRE(seen.header("location") == "http://127.0.0.1:1/");
}

TEST_CASE("a chunked body arrives whole, without its trailers") {
    RawServer server(
        RawServer::always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "3\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Trailer: late\r\n\r\n"));
    HttpWorld world(server.origin());
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_OK);
    REQUIRE(seen.body == "abcdefg");
    REQUIRE(seen.header("x-trailer") == "(none)");
}

TEST_CASE("an interim answer is not the answer") {
    RawServer server(RawServer::always("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer(200, "real")));
    HttpWorld world(server.origin());
    const auto seen = world.ask({});
    REQUIRE(seen.http_status == 200);
    REQUIRE(seen.body == "real");
    REQUIRE(seen.header("link") == "(none)");
}

TEST_CASE("method, path, body and the connection's headers go out as they were given") {
    struct Row {
        alysio_http_method method;
        const char* line;
    };
    const auto row = GENERATE(values<Row>({{ALYSIO_HTTP_GET, "GET /a/../b%2Fc HTTP/1.1\r\n"},
                                           {ALYSIO_HTTP_POST, "POST /a/../b%2Fc HTTP/1.1\r\n"},
                                           {ALYSIO_HTTP_PATCH, "PATCH /a/../b%2Fc HTTP/1.1\r\n"},
                                           {ALYSIO_HTTP_PUT, "PUT /a/../b%2Fc HTTP/1.1\r\n"}}));
    std::string request;
    RawServer server([&request](Peer& peer) {
        request = peer.read_request();
        peer.write(answer(200, "{}"));
    });
    HttpWorld world(server.origin());
    world.road->headers = {"Authorization: Bearer canary"};
    Ask ask;
    ask.method = row.method;
    ask.path = "/a/../b%2Fc";
    if (row.method != ALYSIO_HTTP_GET) ask.body = R"({"a":1})";
    REQUIRE(world.ask(ask).status == ALYSIO_OK);
    REQUIRE_THAT(request, Catch::StartsWith(row.line));
    REQUIRE_THAT(request, Catch::EndsWith("\r\n\r\n" + ask.body));
    REQUIRE_THAT(request, Catch::Contains("Authorization: Bearer canary\r\n"));
    REQUIRE_THAT(request, Catch::Contains("Accept-Encoding: gzip\r\n"));
    REQUIRE_THAT(request, !Catch::Contains("Expect:") && !Catch::Contains("urlencoded"));
}

TEST_CASE("what the connection adds to a request is in nothing that the plugin gets, however the request ends") {
    const std::string reply = GENERATE(as<std::string>(), answer(200, "{}"), answer(500, "oops"), "", "no HTTP at all");
    RawServer server([&reply](Peer& peer) {
        peer.read_request();
        peer.write(reply);
    });
    HttpWorld world(server.origin());
    world.road->headers = {"Authorization: Bearer canary", "X-Credential: canary"};
    const Seen seen = world.ask(Ask());
    std::string told = seen.body + seen.message + seen.subject;
    for (const auto& [name, value] : seen.headers) told += name + value;
    CAPTURE(told);
    REQUIRE_FALSE(told.empty());
    REQUIRE(told.find("canary") == std::string::npos);
}

TEST_CASE("users share connections with few others, and reuse their own") {
    RawServer server(RawServer::always(answer(200, "x")));
    HttpWorld world(server.origin());
    constexpr int names = 200;  // more than there are lists of connections
    for (int turn = 0; turn < 2; ++turn) {
        for (int i = 0; i < names; ++i) {
            world.road = std::make_shared<Road>();
            world.road->origin = server.origin();
            world.road->title = "tenant/user" + std::to_string(i);
            REQUIRE(world.ask({}).body == "x");
        }
    }
    REQUIRE(server.connections() > 1);
    REQUIRE(server.connections() <= 64);
}

TEST_CASE("connections are reused by what may be sent twice") {
    RawServer server(RawServer::always(answer(200, "x")));
    HttpWorld world(server.origin());
    for (int i = 0; i < 5; ++i) REQUIRE(world.ask({}).status == ALYSIO_OK);
    REQUIRE(server.connections() == 1);
}

TEST_CASE("a POST that a server reads and does not answer is sent once, on a connection used before too") {
    std::atomic<int> posts{0};
    RawServer server([&posts](Peer& peer) {
        for (auto request = peer.read_request(); !request.empty(); request = peer.read_request()) {
            if (request.substr(0, 3) != "GET") {
                ++posts;
                return;
            }
            peer.write(answer(200, "x"));
        }
    });
    HttpWorld world(server.origin());
    REQUIRE(world.ask({}).status == ALYSIO_OK);  // leaves a connection to reuse
    Ask ask;
    ask.method = GENERATE(ALYSIO_HTTP_POST, ALYSIO_HTTP_PATCH, ALYSIO_HTTP_PUT);
    ask.body = GENERATE(std::string("{}"), std::string(), std::string(300'000, 'x'));
    const auto seen = world.ask(ask);
    REQUIRE(seen.status == ALYSIO_E_BROKEN);
    REQUIRE(seen.sent == ALYSIO_HTTP_MAYBE_SENT);
    REQUIRE(posts == 1);
}

TEST_CASE("a GET that meets a closing connection is sent again on another") {
    std::atomic<int> gets{0};
    RawServer server([&gets](Peer& peer) {
        while (!peer.read_request().empty()) {
            if (++gets == 2) return;
            peer.write(answer(200, "x"));
        }
    });
    HttpWorld world(server.origin());
    REQUIRE(world.ask({}).status == ALYSIO_OK);
    REQUIRE(world.ask({}).status == ALYSIO_OK);
    REQUIRE(gets == 3);
    REQUIRE(server.connections() == 2);
}

TEST_CASE("a POST that reads uses a connection that is open, and is sent again on another when that one closes") {
    std::atomic<int> searches{0};
    RawServer server([&searches](Peer& peer) {
        while (!peer.read_request().empty()) {
            if (++searches == 3) return;
            peer.write(answer(200, "x"));
        }
    });
    HttpWorld world(server.origin());
    Ask search;
    search.method = ALYSIO_HTTP_POST;
    search.effect = ALYSIO_HTTP_READS;
    search.body = "{}";
    REQUIRE(world.ask(search).status == ALYSIO_OK);
    REQUIRE(world.ask(search).status == ALYSIO_OK);
    REQUIRE(server.connections() == 1);
    REQUIRE(world.ask(search).status == ALYSIO_OK);
    REQUIRE(searches == 4);
    REQUIRE(server.connections() == 2);
}

TEST_CASE("whether a request may be sent is judged by its effect, not by its method") {
    RawServer server(RawServer::always(answer(200, "x")));
    HttpWorld world(server.origin());
    Ask search;
    search.method = GENERATE(ALYSIO_HTTP_GET, ALYSIO_HTTP_POST, ALYSIO_HTTP_PUT);
    search.effect = ALYSIO_HTTP_READS;
    search.grants = ALYSIO_GRANT_READ;
    search.intent = ALYSIO_INTENT_PREVIEW;
    CHECK(world.ask(search).status == ALYSIO_OK);
    Ask change = search;
    change.effect = ALYSIO_HTTP_CHANGES;
    CHECK_THAT(world.ask(change).message, Catch::Contains("A preview changes nothing"));
    change.intent = ALYSIO_INTENT_EXECUTE;
    CHECK_THAT(world.ask(change).message, Catch::Contains("may not change anything"));
    change.grants = ALYSIO_GRANT_WRITE;
    CHECK(world.ask(change).status == ALYSIO_OK);
}

TEST_CASE("who is refused before anything is sent is told why") {
    struct Row {
        const char* title;
        Ask ask;
        alysio_status status;
        const char* says;
    };
    Ask preview;
    preview.method = ALYSIO_HTTP_POST;
    preview.intent = ALYSIO_INTENT_PREVIEW;
    Ask reader;
    reader.method = ALYSIO_HTTP_PATCH;
    reader.grants = ALYSIO_GRANT_READ;
    Ask writer;
    writer.grants = ALYSIO_GRANT_WRITE;
    Ask nobody;
    nobody.connected = false;
    const auto row = GENERATE_COPY(values<Row>({{"preview", preview, ALYSIO_E_DENIED, "A preview changes nothing"},
                                                {"no write", reader, ALYSIO_E_DENIED, "may not change anything"},
                                                {"no read", writer, ALYSIO_E_DENIED, "may not read anything"},
                                                {"nobody", nobody, ALYSIO_E_DENIED, "No account is connected"}}));
    INFO(row.title);
    RawServer server(RawServer::always(answer(200, "x")));
    HttpWorld world(server.origin());
    const auto seen = world.ask(row.ask);
    CHECK(seen.status == row.status);
    CHECK(seen.sent == ALYSIO_HTTP_NOT_SENT);
    CHECK_THAT(seen.message, Catch::Contains(row.says));
    CHECK(server.connections() == 0);
}

TEST_CASE("a connection's refusal is the terminal event, word for word") {
    RawServer server(RawServer::always(answer(200, "x")));
    HttpWorld world(server.origin());
    connection::RequestError failure;
    failure.status = ALYSIO_E_TOO_LARGE;
    failure.message = "The address is too long.";
    failure.subject = "url";
    failure.retry_after_ns = 5;
    failure.size = 20'000;
    failure.limit = 16'000;
    world.road->closed = failure;
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_E_TOO_LARGE);
    REQUIRE(seen.sent == ALYSIO_HTTP_NOT_SENT);
    REQUIRE(seen.message == failure.message);
    REQUIRE(seen.subject == "url");
    REQUIRE(seen.retry_after_ns == 5);
    REQUIRE(seen.size == 20'000);
    REQUIRE(seen.limit == 16'000);
    REQUIRE(server.connections() == 0);
}

TEST_CASE("misuse of the service is answered at once and starts nothing") {
    RawServer server(RawServer::always(answer(200, "x")));
    HttpWorld world(server.origin());
    std::vector<alysio_status> statuses;
    world.plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        const auto& api = world.api();
        static constexpr alysio_http_events silent = {sizeof silent, 0, nullptr, nullptr, nullptr};
        static constexpr alysio_http_events sound = {
            sizeof sound, 0, [](void*, alysio_request, const alysio_http_head*) {},
            [](void*, alysio_request, alysio_str) {}, [](void*, alysio_request, const alysio_http_end*) {}};
        alysio_request out = 0;
        const auto try_it = [&](auto change, const alysio_http_events* events, alysio_call call) {
            alysio_http_request request{};
            request.struct_size = sizeof request;
            request.method = ALYSIO_HTTP_GET;
            request.path = alysio::sdk::str("/x");
            change(request);
            statuses.push_back(api.start(self.host->ctx, call, &request, events, nullptr, &out));
        };
        const auto nothing = [](alysio_http_request&) {};
        try_it([](auto& request) { request.method = 5; }, &sound, info.call);
        try_it([](auto& request) { request.method = 0; }, &sound, info.call);
        try_it([](auto& request) { request.effect = 3; }, &sound, info.call);
        try_it([](auto& request) { request.path = alysio::sdk::str("x"); }, &sound, info.call);
        try_it([](auto& request) { request.path = {}; }, &sound, info.call);
        try_it([](auto& request) { request.struct_size = 8; }, &sound, info.call);
        try_it([](auto& request) { request.query_count = 1; }, &sound, info.call);
        try_it([](auto& request) { request.body.size = 5; }, &sound, info.call);
        try_it(nothing, &silent, info.call);
        try_it(nothing, nullptr, info.call);
        try_it(nothing, &sound, info.call + (1u << 20));
        statuses.push_back(api.consume(self.host->ctx, info.call, 1));
        statuses.push_back(api.cancel(self.host->ctx, info.call, nullptr));
        return self.finish(info.call);
    };
    run(world.runtime, world.call_request());
    const std::vector<alysio_status> invalid(10, ALYSIO_E_INVALID_ARGUMENT);
    REQUIRE(std::vector(statuses.begin(), statuses.begin() + 10) == invalid);
    REQUIRE(std::vector(statuses.begin() + 10, statuses.end()) == std::vector<alysio_status>(3, ALYSIO_E_STALE));
    REQUIRE(server.connections() == 0);
}

TEST_CASE("requests wait for their turn, and each gets its own answer") {
    RawServer server([](Peer& peer) {
        for (auto request = peer.read_request(); !request.empty(); request = peer.read_request()) {
            peer.write(answer(200, request.substr(5, request.find(' ', 5) - 5)));
        }
    });
    HttpWorld world(server.origin());
    world.road->line = std::make_unique<Line>(2);
    constexpr int count = 50;
    int right = 0;
    int ended = 0;
    world.plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        for (int i = 0; i < count; ++i) {
            Ask ask;
            ask.path = "/" + std::to_string(i);
            world.start(info.call, ask, [&, i, call = info.call](const Seen& seen) {
                right += seen.body == std::to_string(i) ? 1 : 0;
                if (++ended == count) self.finish(call);
            });
        }
        return ALYSIO_OK;
    };
    run(world.runtime, world.call_request());
    REQUIRE(right == count);
    REQUIRE(server.connections() == 2);
}

}  // namespace http_test
