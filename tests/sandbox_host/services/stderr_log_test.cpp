#include "sandbox_host/services/stderr_log.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace alysio::sandbox::services;
using alysio::sandbox::runtime::LogEntry;
using alysio::sandbox::runtime::LogField;

namespace {

const std::vector<LogField> fields = {{"rows", std::int64_t{7}, false},
                                      {"share", 0.5, false},
                                      {"name", std::string_view("two words"), false},
                                      {"kind", std::string_view("plain"), false},
                                      {"email", std::string_view("a@b.example"), true}};
const LogEntry entry = {ALYSIO_LOG_WARN, "example", "http.retry", "once\nmore", 12, fields};

}  // namespace

TEST_CASE("a text line is one line, with its fields at the end and nothing sensitive") {
    REQUIRE(log_line(entry, "NOW", LogFormat::text) ==
            R"(NOW warn example http.retry: once\nmore call=12 rows=7 share=0.5 name="two words" kind=plain)"
            R"( email=(hidden))");
}

TEST_CASE("a JSON line is one object, with its fields by name and nothing sensitive") {
    REQUIRE(
        log_line(entry, "NOW", LogFormat::json) ==
        R"line({"time":"NOW","level":"warn","source":"example","event":"http.retry","message":"once\nmore","call":12,)line"
        R"line("rows":7,"share":0.5,"name":"two words","kind":"plain","email":"(hidden)"})line");
}

TEST_CASE("a field cannot pass itself off as the record") {
    const std::vector<LogField> forged = {{"level", std::string_view("error"), false},
                                          {"time", std::string_view("yesterday"), false}};
    REQUIRE(log_line({ALYSIO_LOG_INFO, "s", "e", "m", 0, forged}, "NOW", LogFormat::json) ==
            R"({"time":"NOW","level":"info","source":"s","event":"e","message":"m"})");
}

TEST_CASE("control characters and damaged UTF-8 are made visible, letters of all languages stay") {
    struct Row {
        std::string text;
        std::string shown;
    };
    const auto row = GENERATE(values<Row>({
        {"Grüße, 你好 😀", "Grüße, 你好 😀"},
        {"a\nb\tc\rd", R"(a\nb\tc\u000dd)"},
        {"\x1b[31mred", R"(\u001b[31mred)"},
        {"\x7f", R"(\u007f)"},
        {"\xc2\x9b"
         "31m",
         R"(\u009b31m)"},
        {"\xff\xfe", R"(\u00ff\u00fe)"},
        {"cut \xe4\xbd", R"(cut \u00e4\u00bd)"},
        {"pay \u202e000.1", R"(pay \u202e000.1)"},
        {"\u2028\ufeff\U000E0041", R"(\u2028\ufeff\udb40\udc41)"},
        {"", ""},
    }));
    CHECK(printable(row.text) == row.shown);
}

TEST_CASE("a record with a damaged field is a record all the same, in both forms") {
    const std::vector<LogField> damaged = {{"name\xff", std::string_view("two \xe4\xbd"), false}};
    const runtime::LogEntry entry{ALYSIO_LOG_INFO, "s", "e", "m", 0, damaged};
    CHECK(log_line(entry, "NOW", LogFormat::text) == R"(NOW info s e: m name\u00ff="two \\u00e4\\u00bd")");
    CHECK(
        log_line(entry, "NOW", LogFormat::json) ==
        "{\"time\":\"NOW\",\"level\":\"info\",\"source\":\"s\",\"event\":\"e\",\"message\":\"m\",\"name\uFFFD\":\"two \uFFFD\"}");
}

TEST_CASE("a JSON line shows nothing hidden, and reads as what was written") {
    const std::string message = "pay \u202e000.1 \u009b2K \U000E0041";
    const auto line = log_line({ALYSIO_LOG_INFO, "s", "e", message, 0, {}}, "NOW", LogFormat::json);
    CHECK(line.find("\u202e") == std::string::npos);
    CHECK(line.find(R"(pay \u202e000.1 \u009b2K \udb40\udc41)") != std::string::npos);
    CHECK(nlohmann::json::parse(line)["message"] == message);
}

TEST_CASE("damaged UTF-8 does not break a JSON line") {
    REQUIRE(log_line({ALYSIO_LOG_INFO, "s", "e", "\xff", 0, {}}, "NOW", LogFormat::json) ==
            "{\"time\":\"NOW\",\"level\":\"info\",\"source\":\"s\",\"event\":\"e\",\"message\":\"\xef\xbf\xbd\"}");
}
