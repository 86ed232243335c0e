// What the finished library shows and wants, read without loading it.

#include "sandbox_host/check/elf_symbols.hpp"
#include "sandbox_host/check/imports.hpp"
#include "sandbox_host/check/test.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <string>

namespace alysio::sandbox::check {

namespace {

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t most = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i) text += (i == 0 ? "" : ", ") + demangled(names[i]);
    if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
    return text;
}

Finding single_export(const Subject& subject) {
    const auto symbols = read_elf_symbols(subject.library);
    if (!symbols) return Finding::fail(symbols.error().message);
    auto others = symbols->exports;
    if (std::erase(others, ALYSIO_PLUGIN_ENTRY) == 0)
        return Finding::fail("It does not export " ALYSIO_PLUGIN_ENTRY ".");
    // Sanitizers export names of their own from whatever they are built into.
    std::erase_if(others, [](const std::string& name) { return name.find("asan") != std::string::npos; });
    if (others.empty()) return Finding::pass();
    return Finding::fail("It also exports " + listed(others) + ".");
}

Finding unique_symbols(const Subject& subject) {
    const auto symbols = read_elf_symbols(subject.library);
    if (!symbols) return Finding::fail(symbols.error().message);
    if (symbols->unique.empty()) return Finding::pass();
    return Finding::fail("UNIQUE are " + listed(symbols->unique) + ".");
}

Finding thread_locals(const Subject& subject) {
    const auto symbols = read_elf_symbols(subject.library);
    if (!symbols) return Finding::fail(symbols.error().message);
    for (const std::string& name : symbols->imports) {
        if (name == "__cxa_thread_atexit" || name == "__cxa_thread_atexit_impl") {
            return Finding::fail("It imports " + name + ".");
        }
    }
    return Finding::pass();
}

// Symbol to reason: {"imports": {"fopen": "reads the table of time zones"}}
std::map<std::string, std::string> declared_imports(const std::filesystem::path& manifest) {
    std::ifstream in(manifest);
    const auto json = sdk::Json::parse(in, nullptr, false);
    std::map<std::string, std::string> declared;
    if (!json.is_object() || !json.contains("imports") || !json["imports"].is_object()) return declared;
    for (const auto& [symbol, reason] : json["imports"].items()) {
        if (reason.is_string() && !reason.get_ref<const std::string&>().empty()) declared[symbol] = reason;
    }
    return declared;
}

Finding imports(const Subject& subject) {
    const auto symbols = read_elf_symbols(subject.library);
    if (!symbols) return Finding::fail(symbols.error().message);
    const auto declared = declared_imports(subject.manifest);
    std::string undeclared;
    std::string reasons;
    for (const std::string& symbol : symbols->imports) {
        const auto risk = risk_of_import(symbol);
        if (risk.empty()) continue;
        const auto reason = declared.find(symbol);
        if (reason == declared.end()) {
            undeclared += (undeclared.empty() ? "" : "; ") + demangled(symbol) + " " + std::string(risk);
        } else {
            reasons += (reasons.empty() ? "Declared: " : "; ") + demangled(symbol) + ", " + reason->second;
        }
    }
    return undeclared.empty() ? Finding::pass(reasons) : Finding::fail(undeclared + ".");
}

}  // namespace

std::vector<Test> image_tests() {
    return {
        {"single_export", "It exports its entry and nothing else", "",
         "Compile with -fvisibility=hidden and link with a version script: { global: alysio_plugin_v1; local: *; };",
         single_export},
        {"unique_symbols", "No symbol of it is UNIQUE, which would keep it loaded for ever", "",
         "Compile with -fno-gnu-unique, and link with a version script that lets out the entry alone.", unique_symbols},
        {"thread_locals", "No thread_local of it has a destructor, which would keep it loaded", "",
         "Keep it in the instance: all of a plugin's code runs on the instance's lane.", thread_locals},
        {"imports", "It reaches for no socket, file, program or thread without a declared reason", "",
         "Use the host's services instead. What must be is declared in the manifest: "
         "\"imports\": {\"SYMBOL\": \"reason\"}.",
         imports},
    };
}

}  // namespace alysio::sandbox::check
