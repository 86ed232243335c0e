#include "sandbox_host/runtime/run_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace alysio::sandbox::runtime {

namespace fs = std::filesystem;

base::Result<std::unique_ptr<RunFolder>> RunFolder::create(const fs::path& parent) {
    std::error_code error;
    auto name = ((parent.empty() ? fs::temp_directory_path(error) : parent) / "alysio-XXXXXX").string();
    if (error || mkdtemp(name.data()) == nullptr) {
        if (!error) error = std::error_code(errno, std::generic_category());
        return base::Error{"No folder can be made for the plugin's private copy at " + name + ": " + error.message() +
                           "."};
    }
    return std::unique_ptr<RunFolder>(new RunFolder(name));
}

RunFolder::~RunFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

}  // namespace alysio::sandbox::runtime
