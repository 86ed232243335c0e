#include <alysio/base/encoding.hpp>
#include <alysio/base/utf8.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace alysio::base;
using namespace std::string_view_literals;

namespace {

std::string all_bytes() {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    return bytes;
}

std::string random_bytes(std::mt19937& random, std::size_t longest) {
    std::string bytes(random() % (longest + 1), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random() & 0xFFU);
    return bytes;
}

}  // namespace

// -- hexadecimal

TEST_CASE("hexadecimal digits have their value, and nothing else has one") {
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        const auto at = "0123456789abcdef0123456789ABCDEF"sv.find(c);
        INFO(byte);
        CHECK(hex_value(c) == (at == std::string_view::npos ? -1 : static_cast<int>(at % 16)));
    }
}

TEST_CASE("bytes are written as two lower case digits each") {
    CHECK(hex({}).empty());
    CHECK(hex(std::vector<unsigned char>{0x00, 0x0F, 0x10, 0xAB, 0xFF}) == "000f10abff");
}

// -- base64

TEST_CASE("base64 is that of RFC 4648") {
    const auto [bytes, text] = GENERATE(table<std::string, std::string>({{"", ""},
                                                                         {"f", "Zg=="},
                                                                         {"fo", "Zm8="},
                                                                         {"foo", "Zm9v"},
                                                                         {"foob", "Zm9vYg=="},
                                                                         {"fooba", "Zm9vYmE="},
                                                                         {"foobar", "Zm9vYmFy"},
                                                                         {std::string("\0\0\0", 3), "AAAA"},
                                                                         {"\xFB\xFF\xFE", "+//+"},
                                                                         {"\xFF", "/w=="}}));
    CHECK(base64(bytes) == text);
    CHECK(from_base64(text) == bytes);

    std::string url = text.substr(0, text.find('='));
    for (char& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
    CHECK(base64url(bytes) == url);
    CHECK(from_base64url(url) == bytes);
}

TEST_CASE("what no encoder of base64 writes is refused") {
    const auto text = GENERATE(as<std::string_view>{},                      //
                               "Z", "Zg", "Zg=", "Zm8", "Zm9vYg", "Zg===",  // padding that is not as long as it must be
                               "=", "==", "===", "====", "Zm9v====", "Z===",  // nothing but padding
                               "Zg==Zg==", "Z=g=", "=Zg=", "Zg=a",            // padding within
                               "Zh==", "Zm9=", "Zv==", "Zm//Zm9=",            // bits that belong to no byte
                               "Zm 9", "Zm9v\n", " Zm9", "Zm9v Zg==",         // blanks
                               "Zm-_", "Zm8*", "Zm8\0"sv, "Zm\xC3\xA9");      // other letters
    INFO(text);
    CHECK_FALSE(from_base64(text));
}

TEST_CASE("what no encoder of base64url writes is refused") {
    const auto text = GENERATE(as<std::string_view>{}, "Z", "Zg==", "Zm8=", "Zm9vY", "=", "Zh", "Zm9", "Zm+/", "Zm 9",
                               "Zm9v\n", "Zm8\0"sv);
    INFO(text);
    CHECK_FALSE(from_base64url(text));
}

TEST_CASE("any bytes survive base64, and each text stands for one row of bytes alone") {
    std::mt19937 random(4648);
    for (int i = 0; i < 2'000; ++i) {
        const std::string bytes = random_bytes(random, 40);
        CHECK(from_base64(base64(bytes)) == bytes);
        CHECK(from_base64url(base64url(bytes)) == bytes);
        std::string changed = base64(bytes);
        if (changed.empty()) continue;
        changed[random() % changed.size()] = static_cast<char>(random() & 0xFFU);
        if (const auto read = from_base64(changed)) CHECK(base64(*read) == changed);
    }
    CHECK(from_base64(base64(all_bytes())) == all_bytes());
}

// -- percent-encoding

TEST_CASE("all bytes but letters, digits, and four signs are percent-encoded") {
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        INFO(byte);
        const bool plain =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"sv.find(c) != std::string_view::npos;
        CHECK(is_unreserved(c) == plain);
        CHECK(percent_encoded(std::string(1, c)).size() == (plain ? 1 : 3));
    }
    CHECK(percent_encoded("") == "");
    CHECK(percent_encoded("SELECT Id FROM A WHERE b='ä+/?&#%'") ==
          "SELECT%20Id%20FROM%20A%20WHERE%20b%3D%27%C3%A4%2B%2F%3F%26%23%25%27");
    CHECK(percent_encoded(std::string_view("\0\x7F", 2)) == "%00%7F");
}

TEST_CASE("encoded text is put behind what stands there") {
    std::string path = "/sobjects/";
    append_percent_encoded("A/b", path);
    append_percent_byte('~', path);
    CHECK(path == "/sobjects/A%2Fb%7E");
}

TEST_CASE("percent-encoded text is decoded, digits in either case; a plus sign is a plus sign") {
    const auto [text, bytes] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"a%20b", "a b"},
        {"%c3%A4", "ä"},
        {"a+b", "a+b"},
        {"%00", std::string(1, '\0')},
        {"%2541", "%41"},
        {"plain /?&", "plain /?&"},
    }));
    CHECK(percent_decoded(text) == bytes);
}

TEST_CASE("a percent sign without its two digits is refused") {
    const auto text =
        GENERATE("%", "%4", "a%", "%zz", "%4z", "%z4", "%%41", "%4%31", "% 41", "%+1", "%-1", "%0x", "ok%20%");
    CHECK_FALSE(percent_decoded(text));
}

TEST_CASE("any bytes survive percent-encoding") {
    std::mt19937 random(3986);
    for (int i = 0; i < 1'000; ++i) {
        const std::string bytes = random_bytes(random, 40);
        CHECK(percent_decoded(percent_encoded(bytes)) == bytes);
    }
    CHECK(percent_decoded(percent_encoded(all_bytes())) == all_bytes());
}

// -- strings of JSON

TEST_CASE("a text is quoted for JSON with the short escapes where there are any") {
    CHECK(json_quoted("") == R"("")");
    CHECK(json_quoted("plain é€😀 /") == R"("plain é€😀 /")");
    CHECK(json_quoted("\"\\\b\f\n\r\t") == R"("\"\\\b\f\n\r\t")");
    CHECK(json_quoted(std::string_view("\0\x01\x1F\x7F", 4)) == "\"\\u0000\\u0001\\u001f\x7F\"");
    CHECK(json_quoted("u") == R"("u")");
    std::string out = "{";
    append_json_quoted("a", out);
    CHECK(out == R"({"a")");
}

TEST_CASE("what base quotes is what a JSON library writes and reads, for every character") {
    std::string every;
    for (char32_t code = 0; code <= 0x10FFFF; code += code < 0x300 ? 1 : 0x101) {
        if (code < 0xD800 || code > 0xDFFF) utf8::append(code, every);
    }
    CHECK(json_quoted(every) == nlohmann::json(every).dump());
    CHECK(nlohmann::json::parse(json_quoted(every)).get<std::string>() == every);
    for (int byte = 0; byte < 0x80; ++byte) {
        const std::string text = std::string("a") + static_cast<char>(byte) + "b";
        INFO(byte);
        CHECK(json_quoted(text) == nlohmann::json(text).dump());
    }
}

TEST_CASE("random texts survive being quoted") {
    std::mt19937 random(8259);
    for (int i = 0; i < 1'000; ++i) {
        const std::string text = utf8::repaired(random_bytes(random, 40));
        CHECK(nlohmann::json::parse(json_quoted(text)).get<std::string>() == text);
    }
}
