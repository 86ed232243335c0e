#pragma once

#include <alysio/base/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace alysio::sandbox::check {

/// What the loader would see of a shared library, read without loading it. Names are as the linker writes them.
struct ElfSymbols {
    std::vector<std::string> exports;  ///< those that are UNIQUE not among them
    std::vector<std::string> unique;
    std::vector<std::string> imports;
};

base::Result<ElfSymbols> read_elf_symbols(const std::filesystem::path& library);

/// As its author wrote it.
std::string demangled(const std::string& name);

}  // namespace alysio::sandbox::check
