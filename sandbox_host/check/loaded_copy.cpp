#include "sandbox_host/check/loaded_copy.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <system_error>

namespace alysio::sandbox::check {

namespace fs = std::filesystem;

namespace {

fs::path name_of_copy(const fs::path& library, const fs::path& folder) {
    static unsigned count = 0;
    return folder / (library.stem().string() + "-" + std::to_string(getpid()) + "-" + std::to_string(++count) + ".so");
}

// By what the kernel says: the loader's own books may be wrong where a plugin is at fault.
bool is_mapped(const fs::path& file) {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        if (line.find(file.string()) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

base::Result<std::unique_ptr<LoadedCopy>> LoadedCopy::load(const fs::path& library, const fs::path& folder) {
    const fs::path copy = name_of_copy(library, folder);
    std::error_code error;
    if (!fs::copy_file(library, copy, error)) {
        return base::Error{"It cannot be copied to " + copy.string() + ": " + error.message() + "."};
    }
    void* handle = dlopen(copy.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        std::string why = dlerror();
        fs::remove(copy, error);
        return base::Error{"It cannot be loaded: " + why + "."};
    }
    std::unique_ptr<LoadedCopy> loaded(new LoadedCopy(copy, handle));
    const auto entry = reinterpret_cast<alysio_plugin_fn>(dlsym(handle, ALYSIO_PLUGIN_ENTRY));
    if (entry == nullptr) return base::Error{"It does not export " ALYSIO_PLUGIN_ENTRY "."};
    loaded->table_ = entry();
    if (loaded->table_ == nullptr) return base::Error{ALYSIO_PLUGIN_ENTRY " returned no table."};
    return loaded;
}

LoadedCopy::~LoadedCopy() {
    close();
}

bool LoadedCopy::close() {
    if (handle_ == nullptr) return true;
#ifndef ALYSIO_SANITIZED  // a sanitizer needs the code to name what it found
    dlclose(handle_);
#endif
    handle_ = nullptr;
    const bool gone = !is_mapped(copy_);
    std::error_code ignored;
    fs::remove(copy_, ignored);
    return gone;
}

}  // namespace alysio::sandbox::check
