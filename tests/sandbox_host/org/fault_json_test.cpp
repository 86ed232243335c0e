#include "sandbox_host/org/server/script.hpp"
#include "sandbox_host/org/traffic/fault.hpp"
#include "sandbox_host/org/traffic/ready_answers.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace alysio::sandbox::org;
using nlohmann::json;
using namespace std::chrono_literals;

namespace {

// What the script sends in all.
std::string sent(const Script& script) {
    std::string text;
    for (const Script::Step& step : script.steps) text += script.bytes.substr(step.begin, step.end - step.begin);
    return text;
}

std::chrono::milliseconds duration(const Script& script) {
    std::chrono::milliseconds sum{};
    for (const Script::Step& step : script.steps) sum += step.pause;
    return sum;
}

const std::string head = "HTTP/1.1 200 OK\r\n\r\n";

}  // namespace

TEST_CASE("a fault that makes no sense is refused by key, rule and what may stand there") {
    const auto [document, error] = GENERATE(table<std::string, std::string>({
        {R"(7)", "a fault is a JSON object, not number"},
        {R"({"method":7})", "\"method\" is a text, not 7"},
        {R"({"via":"post"})", "\"via\" is \"proxy\" or \"instance\", not \"post\""},
        {R"({"times":0})", "\"times\" is a number of requests from 1, or -1 for always, not 0"},
        {R"({"times":1.5})", "\"times\" is a number of requests from 1, or -1 for always, not 1.5"},
        {R"({"skip":-1})", "\"skip\" is a number of requests, not -1"},
        {R"({"probability":2})", "\"probability\" is a number from 0 to 1, not 2"},
        {R"({"seed":-1})", "\"seed\" is a number from 0, not -1"},
        {R"({"latency_ms":"1s"})", "\"latency_ms\" is a number of milliseconds, a day's at most, not \"1s\""},
        {R"({"drop":"sometimes"})", "\"drop\" is \"before\", \"during\" or \"after\", not \"sometimes\""},
        {R"({"drop":"after","status":500})",
         "\"drop\":\"after\" lets nothing be answered: leave \"status\" and \"error\" out"},
        {R"({"cut_after":7})", "\"cut_after\" says where: \"drop\" must be \"during\""},
        {R"({"reset":true})", "\"reset\" says how a connection ends: \"drop\" must say when"},
        {R"({"status":7})", "\"status\" is a number from 200 to 599, not 7"},
        {R"({"body":[]})", "\"body\" and \"headers\" are of an answer: give it a \"status\""},
        {R"({"status":500,"headers":{"Retry-After":7}})", "\"headers\" is an object of texts, not {\"Retry-After\":7}"},
        {R"({"status":500,"error":"maintenance"})", "\"status\" and \"error\" are both answers: leave one out"},
        {R"({"processed":true})", "\"processed\" belongs to an answer: give a \"status\" or an \"error\""},
        {R"({"stall_ms":7})", "\"stall_ms\" says how long: \"stall_after\" must say where"},
        {R"({"bytes_per_second":0})", "\"bytes_per_second\" is a number of bytes from 1, not 0"},
        {R"({"chunked":true,"length_error":1})",
         "\"chunked\" and \"length_error\" exclude each other: a chunked answer says no length"},
        {R"({"changes":{}})", "\"changes\" is an array, not {}"},
        {R"({"rotate_session":1})", "\"rotate_session\" is true or false, not 1"},
    }));
    const auto fault = Fault::load(json::parse(document));
    REQUIRE_FALSE(fault);
    CHECK(fault.error().message == error);
}

TEST_CASE("an unknown key or name is answered with those that there are") {
    const std::string key = Fault::load({{"stats", 500}}).error().message;
    CHECK(key.rfind("a fault has no \"stats\"; it may have method, path, tenant, ", 0) == 0);
    CHECK(key.find("status, body, headers") != std::string::npos);
    const std::string name = Fault::load({{"error", "teapot"}}).error().message;
    CHECK(name == "\"error\" is one of " + ready_answer_names() + ", not \"teapot\"");
    CHECK(name.find("unable_to_lock_row") != std::string::npos);
}

TEST_CASE("of several faults the wrong one is named, and all of them are refused") {
    const auto faults = Fault::load_all(json::parse(R"([{"status":500},{"status":1}])"));
    REQUIRE_FALSE(faults);
    CHECK(faults.error().message == "fault 2: \"status\" is a number from 200 to 599, not 1");
    CHECK(Fault::load_all(json::parse("[]"))->empty());
    CHECK(Fault::load_all(json::parse("{", nullptr, false)).error().message ==
          "that is no JSON: a fault is an object, several are an array of them");
}

TEST_CASE("a script sends everything that is not cut, once and in order") {
    const std::string body(20'000, 'b');
    TransportFault transport;
    transport.stall_at = GENERATE(std::optional<std::size_t>(), 0U, 8192U, 19'999U);
    if (transport.stall_at) transport.stall_for = 7ms;
    transport.bytes_per_second = GENERATE(0U, 100'000U);
    CHECK(sent(script_of(head, body, transport)) == head + body);
    transport.cut_at = 12'345;
    CHECK(sent(script_of(head, body, transport)) == head + body.substr(0, 12'345));
}

TEST_CASE("the pauses of a script make up for the bandwidth and the stall") {
    const std::string body(10'000, 'b');
    TransportFault transport;
    transport.bytes_per_second = GENERATE(3U, 1000U, 40'000U);
    const auto at_least = 10'000'000ms / static_cast<std::int64_t>(transport.bytes_per_second);
    const auto lasts = duration(script_of(head, body, transport));
    CHECK(lasts <= at_least);
    CHECK(lasts + 10s >= at_least);
    transport.stall_at = 5000;
    transport.stall_for = 70s;
    CHECK(duration(script_of(head, body, transport)) >= lasts + 69s);
}

TEST_CASE("chunks say their sizes, and a cut lies within one") {
    const std::string body = std::string(8192, 'a') + std::string(10, 'b');
    const std::string chunks = "2000\r\n" + body.substr(0, 8192) + "\r\na\r\nbbbbbbbbbb\r\n0\r\n\r\n";
    TransportFault transport;
    transport.chunked = true;
    CHECK(sent(script_of(head, body, transport)) == head + chunks);
    transport.cut_at = 8195;
    CHECK(sent(script_of(head, body, transport)) == head + "2000\r\n" + body.substr(0, 8192) + "\r\na\r\nbbb");
}

TEST_CASE("how a script ends is how the connection does") {
    TransportFault transport;
    transport.bytes_per_second = 100;
    CHECK(script_of(head, "body", transport).end == Script::End::keep);
    transport.length_error = 1;
    CHECK(script_of(head, "body", transport).end == Script::End::close);
    transport.reset = true;
    CHECK(script_of(head, "body", transport).end == Script::End::reset);
    transport.stall_at = 0;
    CHECK(script_of(head, "body", transport).end == Script::End::wait_for_hangup);
    CHECK(sent(script_of(head, "body", transport)) == head);
    CHECK(sent(script_of(head, "", transport)) == head.substr(0, head.size() - 1));
}
