// What the plugin says of itself, before an instance of it exists.

#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/loaded_copy.hpp"
#include "sandbox_host/check/test.hpp"
#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/plugin_table.hpp"
#include "sandbox_host/runtime/sha256.hpp"

#include <alysio/sdk/schema.hpp>
#include <alysio/sdk/text.hpp>

#include <chrono>
#include <string>

namespace alysio::sandbox::check {

namespace {

Finding table(const Subject& subject) {
    now("it is loaded");
    const auto loaded = LoadedCopy::load(subject.library, subject.run_folder);
    if (!loaded) return Finding::fail(loaded.error().message);
    if (const auto fit = runtime::check_table((*loaded)->table()); !fit) return Finding::fail(fit.error().message);
    return Finding::pass();
}

Finding manifest(const Subject& subject) {
    const auto manifest = runtime::read_manifest(subject.manifest);
    if (!manifest) return Finding::fail(manifest.error().message);
    if (manifest->file != subject.library.filename()) {
        return Finding::fail("The manifest is for " + manifest->file + ", not for " +
                             subject.library.filename().string() + ".");
    }
    if (runtime::sha256_of_file(subject.library) != manifest->sha256) {
        return Finding::fail("The file's hash is not the manifest's \"sha256\".");
    }
    return with_plugin(subject, [&](const alysio_plugin& plugin, const auto&) {
        const auto same = runtime::check_agreement(*manifest, plugin);
        return same ? Finding::pass() : Finding::fail(same.error().message);
    });
}

// Machines differ, so a slow one is told and no more.
Finding scan_time(const Subject& subject) {
    using std::chrono::milliseconds;
    const auto start = std::chrono::steady_clock::now();
    const auto loaded = LoadedCopy::load(subject.library, subject.run_folder);
    const auto took = std::chrono::steady_clock::now() - start;
    if (!loaded) return Finding::fail(loaded.error().message);
    const auto text = std::to_string(std::chrono::duration_cast<milliseconds>(took).count()) + " ms";
    if (took > milliseconds(100)) return {Verdict::warning, "It took " + text + "; 100 ms is plenty."};
    return Finding::pass(text);
}

std::string faults(const std::string& where, alysio_str text, sdk::Schema::Of of) {
    const auto document = sdk::parse_json(sdk::view(text));
    if (!document) return where + " is no JSON. ";
    std::string said;
    for (const auto& fault : sdk::Schema(*document).lint(of)) {
        said += where + (fault.pointer.empty() ? "" : " at " + fault.pointer) + ": " + fault.message + ". ";
    }
    return said;
}

Finding schemas(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const auto&) {
        std::string said;
        for (std::uint64_t i = 0; i < plugin.tool_count; ++i) {
            const alysio_tool& tool = *plugin.tools[i];
            const std::string name(sdk::view(tool.name));
            said += faults("input of " + name, tool.input_schema, sdk::Schema::Of::arguments);
            said += faults("output of " + name, tool.output_schema, sdk::Schema::Of::result);
        }
        if (!said.empty()) said.pop_back();
        return said.empty() ? Finding::pass() : Finding::fail(said);
    });
}

}  // namespace

std::vector<Test> table_tests() {
    return {
        {"table", "It can be loaded, and its table is one that a host can run", "",
         "Link with -Wl,-z,defs to see undefined symbols at once, and fill the table as alysio/abi/plugin.h says.",
         table},
        {"manifest", "Its manifest agrees with the file and with the table", "table",
         "Let the build write the manifest from the finished library, last.", manifest},
        {"scan_time", "Looking at it takes no time", "table",
         "Return a static table from the entry, and make what takes time in create.", scan_time},
        {"schemas", "Its schemas are of the plain subset that models and clients agree about", "table",
         "alysio/sdk/schema.hpp lists the keywords.", schemas},
    };
}

}  // namespace alysio::sandbox::check
