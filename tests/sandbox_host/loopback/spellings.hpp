#pragma once

#include <array>
#include <string_view>

namespace alysio::sandbox::loopback::tests {

/// What Host may say, and what a name that leads elsewhere, or that two readers read differently, looks like.
inline constexpr std::array<std::string_view, 12> own_authorities{
    "127.0.0.1",    "127.0.0.1:80", "127.0.0.1:65535", "localhost",   "localhost:1",    "LOCALHOST",
    "LocalHost:80", "[::1]",        "[::1]:80",        "127.0.0.1:9", "localhost:8080", "[::1]:65535"};

inline constexpr auto foreign_authorities = std::to_array<std::string_view>({
    "",
    "evil.com",
    "evil.com:80",
    // Another name around ours.
    "localhost.evil.com",
    "localhost.evil.com:80",
    "evil.localhost",
    "evil-localhost",
    "localhost-evil",
    "notlocalhost",
    "127.0.0.1.evil.com",
    "127.0.0.1.nip.io",
    "127.0.0.1-evil.com",
    "[::1].evil.com",
    "[::1]evil.com",
    "evil.com[::1]",
    // Userinfo.
    "localhost@evil.com",
    "localhost:80@evil.com",
    "127.0.0.1:80@evil.com",
    "evil.com@localhost",
    "user:secret@127.0.0.1",
    "[::1]:80@evil.com",
    // What is no port.
    "localhost:",
    "127.0.0.1:",
    "[::1]:",
    "127.0.0.1:evil",
    "localhost:80evil",
    "localhost:80.evil.com",
    "localhost:80:80",
    "localhost:0",
    "localhost:080",
    "localhost:65536",
    "localhost:99999",
    "localhost:4294967376",
    "localhost:-1",
    "localhost:+80",
    "localhost: 80",
    "localhost:0x50",
    // Other spellings of the address, and other addresses.
    "localhost.",
    "localhost.:80",
    "127.0.0.1.",
    "127.1",
    "127.0.0.2",
    "127.000.000.001",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "2130706433",
    "0.0.0.0",
    "0",
    "::1",
    "[::]",
    "[::2]",
    "[::1",
    "::1]:80",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::1%25lo]",
    "[127.0.0.1]",
    "[localhost]",
    "\xE2\x93\x9Bocalhost",
    // A reader that stops early.
    "localhost evil.com",
    "localhost,evil.com",
    "localhost;evil.com",
    "localhost#evil.com",
    "localhost?evil.com",
    "localhost/evil.com",
    "localhost\\evil.com",
    "localhost%00.evil.com",
    "localhost/",
    "http://localhost",
    "//localhost",
    "evil.com, localhost",
});

inline constexpr auto own_origins = std::to_array<std::string_view>({
    "http://localhost",
    "http://localhost:5173",
    "https://127.0.0.1:8443",
    "http://[::1]:80",
    "HTTP://LOCALHOST",
});

inline constexpr auto foreign_origins = std::to_array<std::string_view>({
    "",
    "null",
    "localhost",
    "localhost:80",
    "://localhost",
    "//localhost",
    "http:localhost",
    "http:/localhost",
    "http:///localhost",
    "http:// localhost",
    "javascript://localhost",
    "file://localhost",
    "ftp://localhost",
    "ws://localhost",
    "chrome-extension://localhost",
    "evil+http://localhost",
    "http://evil.com/http://localhost",
    "http://localhost/",
    "http://localhost/path",
    "http://localhost:80/",
    "http://localhost?",
    "http://localhost#",
    "http://localhost http://evil.com",
    "http://evil.com http://localhost",
    "http://localhost, http://evil.com",
    "https://evil.com",
});

}  // namespace alysio::sandbox::loopback::tests
