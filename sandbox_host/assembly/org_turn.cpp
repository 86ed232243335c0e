#include "sandbox_host/assembly/org_turn.hpp"

#include "sandbox_host/assembly/state_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <thread>

namespace alysio::sandbox::assembly {

std::optional<OrgTurn> OrgTurn::take(const std::filesystem::path& state_folder, std::chrono::milliseconds patience) {
    if (!make_writable(state_folder)) return OrgTurn{-1};  // whoever opens the data will say what is wrong
    const int file = ::open((state_folder / "turn").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    const auto until = std::chrono::steady_clock::now() + patience;
    while (file >= 0 && flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (std::chrono::steady_clock::now() >= until) {
            ::close(file);
            return {};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return OrgTurn{file};
}

OrgTurn::~OrgTurn() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace alysio::sandbox::assembly
