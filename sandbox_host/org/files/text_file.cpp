#include "sandbox_host/org/files/text_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

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

base::Result<void> make_private_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::path path;
    for (const auto& part : folder) {
        path /= part;
        if (!std::filesystem::is_directory(path, error) && ::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
            return base::Error{"can't make " + path.string() + ": " + std::generic_category().message(errno)};
        }
    }
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (error) return base::Error{"can't use " + folder.string() + ": " + error.message()};
    return {};
}

}  // namespace alysio::sandbox::org
