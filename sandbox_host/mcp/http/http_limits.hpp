#pragma once

#include <chrono>
#include <cstddef>

namespace alysio::sandbox::mcp {

/// What clients may take of the HTTP server.
struct HttpLimits {
    /// Connections of whom nothing was let in yet. One more, and the one that has been there longest goes.
    std::size_t most_strangers = 64;
    /// Connections of the others. One more is answered 503.
    std::size_t most_guests = 512;
    /// Of one request's head.
    std::size_t head_bytes = std::size_t{16} << 10;
    /// Of bodies that are longer than `small_body`, all together, from their heads to their answers. More are answered 503.
    std::size_t long_bodies = std::size_t{64} << 20;
    std::size_t small_body = std::size_t{64} << 10;

    std::chrono::milliseconds for_head{10'000};           ///< that a stranger may take
    std::chrono::milliseconds for_next_request{120'000};  ///< that a guest may take for a head
    std::chrono::milliseconds for_body{30'000};
    std::chrono::milliseconds for_answer{60'000};  ///< that the client does not read
    /// For a client that is still sending what was refused to read why.
    std::chrono::milliseconds for_farewell{2'000};
};

}  // namespace alysio::sandbox::mcp
