#include "sandbox_host/loopback/listener.hpp"

#include "tests/sandbox_host/loopback/without_descriptors.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace alysio::sandbox::loopback;
using namespace alysio::sandbox::loopback::tests;

TEST_CASE("a port that is in use is said to be") {
    boost::asio::io_context io;
    const auto first = Listener::open(io, 0);
    REQUIRE(first);
    const auto port = (*first)->port();
    CHECK(Listener::open(io, port).error().message == "port " + std::to_string(port) + " is in use");
}

TEST_CASE("a listener without descriptors rests, and accepts who has waited as soon as there are some") {
    if (!can_do_without_descriptors) return;
    const auto seen = without_descriptors([] {
        static boost::asio::io_context io;
        static const auto listener = *Listener::open(io, 0);
        listener->accept([](boost::asio::ip::tcp::socket) {});
        std::thread([] { io.run(); }).detach();
        return listener->port();
    });
    CHECK(seen.accepted_later);
    CHECK(seen.busy < std::chrono::milliseconds(200));
}
