#include "sandbox_host/cli/watch/exchange_view.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::cli;
using alysio::sandbox::services::ExchangeRecord;
using namespace std::chrono_literals;

namespace {

ExchangeRecord query() {
    ExchangeRecord record;
    record.path = "/query";
    record.query = {{"q", "SELECT Id\nFROM Account"}};
    record.http_status = 200;
    record.response_body = "{\"done\":true}";
    record.response_bytes = 1234;
    record.spent = 34ms;
    return record;
}

}  // namespace

TEST_CASE("an exchange is a line: what was asked, how it was answered, how much came and how long it took") {
    CHECK(exchange_line(query(), 1, {}) == "    GET /query?q=SELECT Id FROM Account  200  1.2 kB  34 ms\n");
}

TEST_CASE("a line says how often it was asked, and when the host asked again") {
    auto record = query();
    record.method = ALYSIO_HTTP_PATCH;
    record.query.clear();
    record.path = "/sobjects/Lead/00Q";
    record.http_status = 503;
    CHECK(exchange_line(record, 2, {}) == "    PATCH /sobjects/Lead/00Q  503  1.2 kB  34 ms  (try 2)\n");
    record.replayed = true;
    CHECK(exchange_line(record, 1, {}) ==
          "    PATCH /sobjects/Lead/00Q  503  1.2 kB  34 ms  (again with a fresh credential)\n");
}

TEST_CASE("an exchange without an answer says why") {
    auto record = query();
    record.http_status = 0;
    record.status = ALYSIO_E_DENIED;
    record.message = "The manifest lists no such endpoint.";
    CHECK(exchange_line(record, 1, {}) ==
          "    GET /query?q=SELECT Id FROM Account  failed: The manifest lists no such endpoint.  34 ms\n");
    record.status = ALYSIO_E_CANCELLED;
    CHECK(exchange_line(record, 1, {}) == "    GET /query?q=SELECT Id FROM Account  cancelled  34 ms\n");
}

TEST_CASE("the request gives way where the line would not fit the window") {
    Style style;
    style.terminal = true;
    style.width = 56;
    CHECK(exchange_line(query(), 1, style) == "    GET /query?q=SELECT Id FROM Acc…  200  1.2 kB  34 ms\n");
}

TEST_CASE("bodies are shown on a line each, cut where more is not known, and cannot draw on the terminal") {
    auto record = query();
    record.request_body = "{\"Name\":\n\"\x1b[2J\"}";
    record.request_bytes = record.request_body.size();
    CHECK(exchange_bodies(record, {}) == "    -> {\"Name\": \"\xEF\xBF\xBD[2J\"}\n    <- {\"done\":true}…\n");
    record.request_body.clear();
    record.response_body.clear();
    CHECK(exchange_bodies(record, {}).empty());
}
