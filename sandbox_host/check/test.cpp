#include "sandbox_host/check/test.hpp"

#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/loaded_copy.hpp"

namespace alysio::sandbox::check {

Finding with_plugin(const Subject& subject, const Body& body) {
    now("it is loaded");
    const auto loaded = LoadedCopy::load(subject.library, subject.run_folder);
    if (!loaded) return Finding::skipped(loaded.error().message);
    const alysio_plugin& plugin = (*loaded)->table();
    return body(plugin, subject.calls.empty() ? calls_from_schemas(plugin) : subject.calls);
}

}  // namespace alysio::sandbox::check
