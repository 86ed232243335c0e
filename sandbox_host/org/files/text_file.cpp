#include "sandbox_host/org/files/text_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace alysio::sandbox::org {

base::Result<std::string> read_text(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return base::Error{"can't read " + file.string()};
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

base::Result<void> write_private_file(const std::filesystem::path& file, const std::string& content) {
    std::filesystem::path draft = file;
    draft += ".new";
    const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return base::Error{"can't write " + draft.string()};
    const bool written = ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size());
    const bool closed = ::close(descriptor) == 0;
    std::error_code error;
    if (written && closed) std::filesystem::rename(draft, file, error);
    if (!written || !closed || error) return base::Error{"can't write " + file.string()};
    return {};
}

}  // namespace alysio::sandbox::org
