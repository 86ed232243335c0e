#include "sandbox_host/runtime/run_folder.hpp"

#include <alysio/base/text.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

namespace alysio::sandbox::runtime {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = "alysio-run-";
constexpr std::string_view pattern = "XXXXXX";

bool is_run_folder_name(std::string_view name) {
    return name.size() == prefix.size() + pattern.size() && name.substr(0, prefix.size()) == prefix &&
           std::all_of(name.begin() + prefix.size(), name.end(), base::is_letter_or_digit);
}

// The folder, open and locked for this process alone; -1 where it is somebody else's or gone.
int lock_folder(const fs::path& folder) {
    const int file = open(folder.c_str(), O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return -1;
    struct stat status {};
    const bool locked = fstat(file, &status) == 0 && status.st_uid == geteuid() && (status.st_mode & 0777) == 0700 &&
                        flock(file, LOCK_EX | LOCK_NB) == 0;
    // Whoever swept the folder before it was locked has left nothing of it.
    struct stat now {};
    if (locked && lstat(folder.c_str(), &now) == 0 && now.st_ino == status.st_ino) return file;
    ::close(file);
    return -1;
}

// Removes the folders of processes that were killed.
void sweep(const fs::path& parent) {
    std::error_code error;
    for (auto entry = fs::directory_iterator(parent, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        if (!is_run_folder_name(entry->path().filename().string())) continue;
        const int lock = lock_folder(entry->path());
        if (lock < 0) continue;
        std::error_code ignored;
        fs::remove_all(entry->path(), ignored);
        ::close(lock);
    }
}

}  // namespace

base::Result<std::unique_ptr<RunFolder>> RunFolder::create(const fs::path& parent) {
    std::error_code error;
    const fs::path place = parent.empty() ? fs::temp_directory_path(error) : parent;
    if (!error) sweep(place);
    // Another process may sweep a folder between the two steps; that it does so ten times in a row is no accident.
    for (int attempt = 0; !error && attempt < 10; ++attempt) {
        auto name = (place / (std::string(prefix) += pattern)).string();
        if (mkdtemp(name.data()) == nullptr) {
            error = std::error_code(errno, std::generic_category());
        } else if (const int lock = lock_folder(name); lock >= 0) {
            return std::unique_ptr<RunFolder>(new RunFolder(name, lock));
        }
    }
    return base::Error{"No folder can be made for the plugin's private copy in " + place.string() + ": " +
                       (error ? error.message() : "it does not stay") + "."};
}

RunFolder::~RunFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    ::close(lock_);
}

}  // namespace alysio::sandbox::runtime
