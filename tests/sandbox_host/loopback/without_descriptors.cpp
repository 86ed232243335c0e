#include "tests/sandbox_host/loopback/without_descriptors.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <vector>

namespace alysio::sandbox::loopback::tests {
namespace {

std::chrono::nanoseconds computed() {
    timespec spent{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

// Whether the server says something, if only that it has hung up.
bool hears(int socket, int milliseconds) {
    pollfd waiting{socket, POLLIN, 0};
    return ::poll(&waiting, 1, milliseconds) == 1;
}

WithoutDescriptors measure(const std::function<std::uint16_t()>& start) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(start());
    const int client = ::socket(AF_INET, SOCK_STREAM, 0);
    const rlimit few{128, 128};
    ::setrlimit(RLIMIT_NOFILE, &few);
    std::vector<int> rest;
    for (int next = ::dup(client); next >= 0; next = ::dup(client)) rest.push_back(next);

    WithoutDescriptors seen;
    if (::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return seen;
    // A request that is refused at once by whoever reads it.
    const std::string_view nonsense = "nonsense\r\n\r\n";
    (void)!::write(client, nonsense.data(), nonsense.size());
    const auto before = computed();
    if (hears(client, 1000)) return seen;
    seen.busy = std::chrono::duration_cast<std::chrono::milliseconds>(computed() - before);
    for (const int each : rest) ::close(each);
    seen.accepted_later = hears(client, 20'000);
    return seen;
}

}  // namespace

WithoutDescriptors without_descriptors(const std::function<std::uint16_t()>& start) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        const auto seen = measure(start);
        const std::array<std::int64_t, 2> told{seen.busy.count(), seen.accepted_later ? 1 : 0};
        (void)!::write(ends[1], told.data(), sizeof told);
        ::_exit(0);
    }
    ::close(ends[1]);
    std::array<std::int64_t, 2> told{};
    const auto size = ::read(ends[0], told.data(), sizeof told);
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    if (size != sizeof told) throw std::runtime_error("the other process told nothing");
    return {std::chrono::milliseconds(told[0]), told[1] == 1};
}

}  // namespace alysio::sandbox::loopback::tests
