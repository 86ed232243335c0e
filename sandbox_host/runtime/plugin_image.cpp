#include "sandbox_host/runtime/plugin_image.hpp"

#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/plugin_table.hpp"
#include "sandbox_host/runtime/sha256.hpp"

#define BOOST_DLL_USE_STD_FS
#include <dlfcn.h>
#include <unistd.h>
#include <boost/dll/shared_library.hpp>

#include <atomic>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

namespace alysio::sandbox::runtime {

namespace fs = std::filesystem;

struct PluginImage::State {
    // One object and never a copy of it: copying opens the file again, which may be gone by then.
    std::unique_ptr<boost::dll::shared_library> library;
    const alysio_plugin* table = nullptr;
    fs::path copy;
    bool keep = false;
};

namespace {

std::string loader_error() {
    const char* text = dlerror();
    return text == nullptr ? "the loader gives no reason" : text;
}

fs::path private_name(const fs::path& library, const fs::path& folder) {
    static std::atomic<unsigned> count{0};
    return folder / (library.stem().string() + "-" + std::to_string(getpid()) + "-" + std::to_string(++count) +
                     library.extension().string());
}

// Removes the copy of an image that was refused.
struct CopyGuard {
    fs::path copy;
    ~CopyGuard() {
        std::error_code ignored;
        if (!copy.empty()) fs::remove(copy, ignored);
    }
};

// Keeps a library for the rest of the process.
void park(std::unique_ptr<boost::dll::shared_library> library) {
    static std::mutex mutex;
    static auto& parked = *new std::vector<std::unique_ptr<boost::dll::shared_library>>;
    std::lock_guard lock(mutex);
    parked.push_back(std::move(library));
}

bool is_mapped(const fs::path& file) {
    void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
    if (handle != nullptr) dlclose(handle);
    return handle != nullptr;
}

}  // namespace

Result<std::unique_ptr<PluginImage>> PluginImage::load(const fs::path& library, const fs::path& manifest_file,
                                                       const ImageOptions& options) {
    std::error_code error;
    if (!fs::is_regular_file(library, error)) {
        return Error{"There is no plugin at " + library.string() + "; build it, or name another file."};
    }
    const auto manifest = read_manifest(manifest_file);
    if (!manifest) return Error{manifest.error()};
    if (manifest->file != library.filename()) {
        return Error{"The manifest " + manifest_file.string() + " is for " + manifest->file + ", not for " +
                     library.filename().string() + "."};
    }

    CopyGuard guard{private_name(library, options.run_folder)};
    const auto& copy = guard.copy;
    if (!fs::copy_file(library, copy, error)) {
        return Error{"The plugin " + library.string() + " cannot be copied to " + copy.string() + ": " +
                     error.message() + "."};
    }
    // Of the copy, so that what is checked is what is loaded.
    if (sha256_of_file(copy) != manifest->sha256) {
        return Error{"The plugin " + library.string() +
                     " is not the file its manifest was made for (the hashes differ); build it again."};
    }

    auto loaded = std::make_unique<boost::dll::shared_library>();
    loaded->load(copy, error, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    if (error) return Error{"The plugin " + library.string() + " cannot be loaded: " + loader_error() + "."};
    if (!loaded->has(ALYSIO_PLUGIN_ENTRY)) {
        return Error{"The file " + library.string() + " is no plugin for this host: it does not export " +
                     ALYSIO_PLUGIN_ENTRY + "."};
    }
    const alysio_plugin* table = loaded->get<const alysio_plugin*()>(ALYSIO_PLUGIN_ENTRY)();
    if (table == nullptr) return Error{"The plugin " + library.string() + " returned no table."};
    if (auto reason = unfit(*table)) return std::move(*reason);
    if (auto reason = disagreement(*manifest, *table)) return std::move(*reason);

    auto state = std::make_unique<State>();
    state->library = std::move(loaded);
    state->table = table;
    state->copy = std::exchange(guard.copy, {});
    state->keep = options.keep_images;
    return std::unique_ptr<PluginImage>(new PluginImage(std::move(state)));
}

PluginImage::PluginImage(std::unique_ptr<State> state) : state_(std::move(state)) {}

PluginImage::~PluginImage() {
    close();
}

const alysio_plugin& PluginImage::table() const noexcept {
    return *state_->table;
}

bool PluginImage::close() {
    if (state_->library == nullptr) return true;
    if (state_->keep) {
        park(std::move(state_->library));
        return false;
    }
    state_->table = nullptr;
    state_->library.reset();
    // The result of dlclose says nothing: ask the loader whether it still knows the file, while there is one.
    const bool gone = !is_mapped(state_->copy);
    std::error_code ignored;
    fs::remove(state_->copy, ignored);
    return gone;
}

}  // namespace alysio::sandbox::runtime
