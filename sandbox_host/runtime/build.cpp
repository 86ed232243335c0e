#include "sandbox_host/runtime/build.hpp"

#include "sandbox_host/runtime/sha256.hpp"

#include <unistd.h>

#include <atomic>
#include <system_error>
#include <utility>

namespace alysio::sandbox::runtime {

namespace fs = std::filesystem;

namespace {

fs::path private_name(const fs::path& library, const fs::path& folder) {
    static std::atomic<unsigned> count{0};
    return folder / (library.stem().string() + "-" + std::to_string(getpid()) + "-" + std::to_string(++count) +
                     library.extension().string());
}

}  // namespace

Build::Build(fs::path origin, fs::path copy, Manifest manifest)
    : origin_(std::move(origin)), copy_(std::move(copy)), manifest_(std::move(manifest)) {}

Build::~Build() {
    std::error_code ignored;
    fs::remove(copy_, ignored);
}

base::Result<std::shared_ptr<const Build>> Build::take(const fs::path& library, const fs::path& manifest_file,
                                                       const fs::path& folder) {
    std::error_code error;
    if (!fs::is_regular_file(library, error)) {
        return base::Error{"There is no plugin at " + library.string() + "; build it, or name another file."};
    }
    auto manifest = read_manifest(manifest_file);
    if (!manifest) return manifest.error();
    if (manifest->file != library.filename()) {
        return base::Error{"The manifest " + manifest_file.string() + " is for " + manifest->file + ", not for " +
                           library.filename().string() + "."};
    }
    return copy(library, library, *std::move(manifest), folder);
}

base::Result<std::shared_ptr<const Build>> Build::again() const {
    return copy(copy_, origin_, manifest_, copy_.parent_path());
}

base::Result<std::shared_ptr<const Build>> Build::copy(const fs::path& from, const fs::path& origin, Manifest manifest,
                                                       const fs::path& folder) {
    const std::shared_ptr<const Build> build(new Build(origin, private_name(origin, folder), std::move(manifest)));
    std::error_code error;
    if (!fs::copy_file(from, build->copy_, error)) {
        return base::Error{"The plugin " + origin.string() + " cannot be copied to " + build->copy_.string() + ": " +
                           error.message() + "."};
    }
    // Of the copy, so that what is checked is what is loaded.
    if (sha256_of_file(build->copy_) != build->manifest_.sha256) {
        return base::Error{"The plugin " + origin.string() +
                           " is not the file its manifest was made for (the hashes differ); build it again."};
    }
    return build;
}

}  // namespace alysio::sandbox::runtime
