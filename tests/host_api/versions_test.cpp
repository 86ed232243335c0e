// Tables from an older or a newer side: what a reader must not touch lies behind poison.

#include "probe.hpp"

#include <alysio/abi.h>

#include <catch2/catch.hpp>

using namespace alysio;

TEST_CASE("a member is there when the struct's own size says so") {
    alysio_http_end end{};
    end.struct_size = sizeof end;
    CHECK(ALYSIO_HAS(&end, limit));
    end.struct_size = offsetof(alysio_http_end, limit);
    CHECK_FALSE(ALYSIO_HAS(&end, limit));
    CHECK(ALYSIO_HAS(&end, size));
    const alysio_http_end* none = nullptr;
    CHECK_FALSE(ALYSIO_HAS(none, status));
}

TEST_CASE("a host of another major, or older than 1.0, is refused in words") {
    struct Row {
        std::uint16_t major;
        std::size_t size;
        const char* says;
    };
    const auto row = GENERATE(values<Row>({{1, offsetof(alysio_host, service), "shorter than that of ABI 1.0"},
                                           {2, sizeof(alysio_host), "another major"}}));
    alysio_host host{};
    host.abi_major = row.major;
    host.struct_size = static_cast<std::uint32_t>(row.size);
    alysio_instance* instance = nullptr;
    alysio_error error{};
    error.struct_size = sizeof error;
    CHECK(tests::probe_table.create(&host, {}, {}, &instance, &error) == ALYSIO_E_INCOMPATIBLE);
    CHECK_THAT(std::string(error.message, error.message_size), Catch::Contains(row.says));
    CHECK(instance == nullptr);
}
