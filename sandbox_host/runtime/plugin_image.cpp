#include "sandbox_host/runtime/plugin_image.hpp"

#include "sandbox_host/runtime/plugin_table.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>

#include <dlfcn.h>

#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

namespace alysio::sandbox::runtime {

struct PluginImage::State {
    // One object and never a copy of it: copying opens the file again, which may be gone by then.
    std::unique_ptr<boost::dll::shared_library> library;
    const alysio_plugin* table = nullptr;
    std::shared_ptr<const Build> build;
    bool keep = false;
};

namespace {

std::string loader_error() {
    const char* text = dlerror();
    return text == nullptr ? "the loader gives no reason" : text;
}

// Keeps a library for the rest of the process.
void park(std::unique_ptr<boost::dll::shared_library> library) {
    static std::mutex mutex;
    static auto& parked = *new std::vector<std::unique_ptr<boost::dll::shared_library>>;
    std::lock_guard lock(mutex);
    parked.push_back(std::move(library));
}

bool is_mapped(const std::filesystem::path& file) {
    void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
    if (handle != nullptr) dlclose(handle);
    return handle != nullptr;
}

}  // namespace

base::Result<std::unique_ptr<PluginImage>> PluginImage::load(std::shared_ptr<const Build> build, bool keep) {
    const auto origin = build->origin().string();
    auto loaded = std::make_unique<boost::dll::shared_library>();
    std::error_code error;
    loaded->load(build->library(), error, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    if (error) return base::Error{"The plugin " + origin + " cannot be loaded: " + loader_error() + "."};
    if (!loaded->has(ALYSIO_PLUGIN_ENTRY)) {
        return base::Error{"The file " + origin + " is no plugin for this host: it does not export " +
                           ALYSIO_PLUGIN_ENTRY + "."};
    }
    const alysio_plugin* table = loaded->get<const alysio_plugin*()>(ALYSIO_PLUGIN_ENTRY)();
    if (table == nullptr) return base::Error{"The plugin " + origin + " returned no table."};
    if (auto fit = check_table(*table); !fit) return fit.error();
    if (auto same = check_agreement(build->manifest(), *table); !same) return same.error();

    auto state = std::make_unique<State>();
    state->library = std::move(loaded);
    state->table = table;
    state->build = std::move(build);
    state->keep = keep;
    return std::unique_ptr<PluginImage>(new PluginImage(std::move(state)));
}

PluginImage::PluginImage(std::unique_ptr<State> state) : state_(std::move(state)) {}

PluginImage::~PluginImage() {
    close();
}

const alysio_plugin& PluginImage::table() const noexcept {
    return *state_->table;
}

const std::shared_ptr<const Build>& PluginImage::build() const noexcept {
    return state_->build;
}

std::uintptr_t PluginImage::base() const noexcept {
    Dl_info info{};
    return dladdr(state_->table, &info) == 0 ? 0 : reinterpret_cast<std::uintptr_t>(info.dli_fbase);
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
    return !is_mapped(state_->build->library());
}

}  // namespace alysio::sandbox::runtime
