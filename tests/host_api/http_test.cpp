#include "probe.hpp"

#include <alysio/sdk/http.hpp>

#include <catch2/catch.hpp>

using namespace alysio;
using alysio::tests::ProbeHost;
using sdk::Call;
using sdk::HttpExchange;
using sdk::HttpRequest;
using sdk::HttpResponse;
using sdk::Reply;
using sdk::Task;
using testing::Answer;

namespace {

std::string told(const HttpResponse& response) {
    return std::to_string(response.status) + " sent=" + std::to_string(response.sent) +
           " http=" + std::to_string(response.http_status) + " body=" + response.body;
}

Task<Reply> gets(Call& call) {
    HttpRequest request(ALYSIO_HTTP_GET, "/thing");
    request.query.emplace_back("q", "a b");
    HttpExchange exchange(call, request);
    const HttpResponse response = co_await exchange.response();
    co_return Reply::success(told(response));
}

Task<Reply> looks_first(Call& call) {
    HttpRequest request(ALYSIO_HTTP_GET, "/thing");
    HttpExchange exchange(call, request);
    const std::string_view beginning = co_await exchange.beginning(4);
    const std::string seen(beginning);
    const HttpResponse response = co_await exchange.response();
    co_return Reply::success(told(response) + " after " + seen);
}

Task<Reply> posts(Call& call) {
    HttpRequest request(ALYSIO_HTTP_POST, "/things");
    request.body = R"({"a":1})";
    HttpExchange exchange(call, request);
    const HttpResponse response = co_await exchange.response();
    co_return Reply::success(told(response));
}

Task<Reply> searches(Call& call) {
    const auto request = HttpRequest(ALYSIO_HTTP_POST, "/search").with_json("{}").that_reads();
    HttpExchange exchange(call, request);
    const HttpResponse response = co_await exchange.response();
    co_return Reply::success(told(response));
}

}  // namespace

TEST_CASE("an exchange gathers the whole answer, however it is cut") {
    ProbeHost host(gets);
    host.chunk_bytes = GENERATE(1U, 3U, 1'000'000U);
    host.http_window = GENERATE(1U, 7U, 1'000'000U);
    const std::string body(1'000, 'x');
    host.on_request = [&](const auto&) { return Answer::json(body); };
    const auto& call = host.probe();
    host.run();
    CHECK(call.result == "0 sent=2 http=200 body=" + body);
    CHECK(host.requests.at(0).query_value("q") == "a b");
    CHECK(host.misuse.empty());
}

TEST_CASE("a failure between host and server keeps its words") {
    ProbeHost host(gets);
    host.on_request = [](const auto&) { return Answer::failure(ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT); };
    const auto& call = host.probe();
    host.run();
    CHECK(call.result == "-24 sent=0 http=0 body=");
}

TEST_CASE("an answer over the request's limit ends it, and the rest is not taken") {
    auto small = [](Call& call) -> Task<Reply> {
        HttpRequest request(ALYSIO_HTTP_GET, "/thing");
        request.body_limit = 10;
        HttpExchange exchange(call, request);
        const HttpResponse response = co_await exchange.response();
        co_return Reply::success(std::to_string(response.status) + " of " + std::to_string(response.limit));
    };
    ProbeHost host(small);
    host.chunk_bytes = 4;
    host.on_request = [](const auto&) { return Answer::json(std::string(100, 'x')); };
    const auto& call = host.probe();
    host.run();
    CHECK(call.result == "-27 of 10");
    CHECK(host.open_requests() == 0);
}

TEST_CASE("the beginning of a body is there before the rest, which follows") {
    ProbeHost host(looks_first);
    host.chunk_bytes = GENERATE(1U, 3U, 100U);
    const std::string body = GENERATE("", "123", "1234", "1234567");
    host.on_request = [&](const auto&) { return Answer::json(body); };
    const auto& call = host.probe();
    host.run();
    const auto seen = host.chunk_bytes == 1 ? 4 : host.chunk_bytes == 3 ? 6 : body.size();
    CHECK(call.result == "0 sent=2 http=200 body=" + body + " after " + body.substr(0, seen));
    CHECK(host.misuse.empty());
}

TEST_CASE("a body that never begins, or ends early, is told of as ever") {
    ProbeHost host(looks_first);
    const bool begins = GENERATE(false, true);
    host.on_request = [begins](const auto&) {
        Answer answer = Answer::failure(ALYSIO_E_BROKEN, begins ? ALYSIO_HTTP_ANSWERED : ALYSIO_HTTP_MAYBE_SENT);
        answer.body = "12";
        return answer;
    };
    const auto& call = host.probe();
    host.run();
    CHECK(call.result == (begins ? "-26 sent=2 http=200 body=12 after 12" : "-26 sent=1 http=0 body= after "));
}

TEST_CASE("lent memory takes the body in, unless some of it is there already") {
    const int turns = GENERATE(range(0, 12));
    std::size_t left = 0;
    auto lends = [turns, &left](Call& call) -> Task<Reply> {
        HttpRequest request(ALYSIO_HTTP_GET, "/thing");
        HttpExchange exchange(call, request);
        for (int i = 0; i < turns; ++i) co_await call.yield();
        std::string memory(1'000, 'o');
        exchange.use_memory(memory);
        left = memory.capacity();
        const HttpResponse response = co_await exchange.response();
        CHECK((left < 1'000) == (response.body.capacity() >= 1'000));
        co_return Reply::success(response.body);
    };
    ProbeHost host(lends);
    host.chunk_bytes = 2;
    host.on_request = [](const auto&) { return Answer::json("123456"); };
    const auto& call = host.probe();
    host.run();
    CHECK(call.result == "123456");
    CHECK(host.misuse.empty());
}

TEST_CASE("a long body is whole however it is cut") {
    std::string body(3'000'000, ' ');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 23);
    ProbeHost host(gets);
    host.chunk_bytes = GENERATE(as<std::size_t>(), 10'007, 131'072, 262'144, 2'999'999);
    host.on_request = [&](const auto&) { return Answer::json(body); };
    const auto& call = host.probe();
    host.run();
    CHECK(call.result == "0 sent=2 http=200 body=" + body);
}

TEST_CASE("a stop ends a read at every point of its life") {
    const int64_t frames = sdk::live_frames();
    const auto reads = GENERATE(&gets, &looks_first, &searches);
    for (int steps = 0;; ++steps) {
        ProbeHost host(reads);
        host.chunk_bytes = 2;
        host.on_request = [](const auto&) { return Answer::json("123456"); };
        const auto& call = host.probe();
        for (int i = 0; i < steps; ++i) host.step();
        if (call.finished) {
            CHECK(steps > 4);
            break;
        }
        host.cancel(call.id, ALYSIO_CANCEL_USER);
        CHECK(call.finished);
        CHECK(call.result.rfind("-20", 0) == 0);
        CHECK(host.open_requests() == 0);
        CHECK(host.misuse.empty());
    }
    CHECK(sdk::live_frames() == frames);
}

TEST_CASE("a write under way may end within the grace") {
    ProbeHost host(posts);
    host.on_request = [](const auto&) {
        Answer answer = Answer::json(R"({"id":"1"})", 201);
        answer.delay_ns = 1'000'000'000;
        return answer;
    };
    const auto& call = host.probe();
    host.cancel(call.id, ALYSIO_CANCEL_USER);
    CHECK_FALSE(call.finished);
    host.advance(1'000'000'000);
    CHECK(call.result == R"(0 sent=2 http=201 body={"id":"1"})");
}

TEST_CASE("a preview sends what reads, whatever its method, and nothing else") {
    for (const auto tool : {&searches, &posts}) {
        ProbeHost host(tool);
        host.on_request = [](const auto&) { return Answer::json("{}"); };
        testing::CallOptions options;
        options.intent = ALYSIO_INTENT_PREVIEW;
        const auto& call = host.probe(options);
        host.run();
        CHECK(host.requests.size() == (tool == &searches ? 1 : 0));
        CHECK(call.result.substr(0, 3) == (tool == &searches ? "0 s" : "-22"));
    }
}

TEST_CASE("a write that outlasts the grace is ended by the host, which says that it may have been sent") {
    ProbeHost host(posts);
    host.on_request = [](const auto&) {
        Answer answer = Answer::json("{}", 201);
        answer.delay_ns = 60'000'000'000;
        return answer;
    };
    const auto& call = host.probe();
    host.cancel(call.id, ALYSIO_CANCEL_USER);
    host.run();
    CHECK(call.result == "-20 sent=1 http=0 body=");
}

TEST_CASE("an exchange that nobody awaits is cancelled when it goes") {
    auto forgetful = [](Call& call) -> Task<Reply> {
        HttpRequest request(ALYSIO_HTTP_GET, "/prefetch");
        {
            HttpExchange exchange(call, request);
            co_await call.yield();
        }
        co_await call.yield();
        co_return Reply::success("{}");
    };
    ProbeHost host(forgetful);
    host.on_request = [](const auto&) {
        Answer answer = Answer::json("{}");
        answer.delay_ns = 1'000;
        return answer;
    };
    const auto& call = host.probe();
    host.run();
    CHECK(call.finished);
    CHECK(host.open_requests() == 0);
    CHECK(host.misuse.empty());
}

TEST_CASE("an exchange runs beside the coroutine that made it") {
    auto prefetching = [](Call& call) -> Task<Reply> {
        HttpRequest request(ALYSIO_HTTP_GET, "/prefetch");
        HttpExchange exchange(call, request);
        co_await call.sleep(1'000'000);
        const std::string seen = exchange.running() ? "running" : "whole";
        const HttpResponse response = co_await exchange.response();
        co_return Reply::success(seen + " " + response.body);
    };
    ProbeHost host(prefetching);
    host.on_request = [](const auto&) { return Answer::json("body"); };
    const auto& call = host.probe();
    host.run();
    CHECK(call.result == "whole body");
}

TEST_CASE("a host without HTTP, or one that does not take the request, is a status and not a crash") {
    SECTION("no service") {
        tests::Probe::behaviour = gets;
        testing::TestHost host(tests::probe_table);
        host.offer_http = false;
        REQUIRE(host.create() == ALYSIO_OK);
        CHECK(host.call("probe", "{}").result.rfind("-4", 0) == 0);
    }
    SECTION("start fails") {
        ProbeHost host(gets);
        host.fail_at(0);
        CHECK(host.probe().result.rfind("-6", 0) == 0);
    }
}
