#include "sandbox_host/check/elf_symbols.hpp"

#include <cxxabi.h>
#include <elf.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>

namespace alysio::sandbox::check {

namespace {

// The value at `offset`, where the file has one: nothing in it is trusted.
template <class T>
std::optional<T> at(std::string_view file, std::uint64_t offset) {
    if (offset > file.size() || file.size() - offset < sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(&value, file.data() + offset, sizeof value);
    return value;
}

std::string text_at(std::string_view file, const Elf64_Shdr& strings, std::uint32_t offset) {
    const std::uint64_t start = strings.sh_offset + offset;
    if (offset >= strings.sh_size || start >= file.size()) return "";
    const auto text = file.substr(start);
    return std::string(text.substr(0, text.find('\0')));
}

void sort_in(const Elf64_Sym& symbol, std::string name, ElfSymbols& symbols) {
    const auto binding = ELF64_ST_BIND(symbol.st_info);
    const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
    if (name.empty() || binding == STB_LOCAL) return;
    if (symbol.st_shndx == SHN_UNDEF) {
        symbols.imports.push_back(std::move(name));
    } else if (binding == STB_GNU_UNIQUE) {
        symbols.unique.push_back(std::move(name));
    } else if (visibility == STV_DEFAULT || visibility == STV_PROTECTED) {
        symbols.exports.push_back(std::move(name));
    }
}

}  // namespace

base::Result<ElfSymbols> read_elf_symbols(const std::filesystem::path& library) {
    std::ostringstream content;
    content << std::ifstream(library, std::ios::binary).rdbuf();
    const std::string file = std::move(content).str();
    const auto header = at<Elf64_Ehdr>(file, 0);
    const base::Error unreadable{library.string() + " is not a shared library for 64-bit Linux."};
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64 ||
        header->e_type != ET_DYN) {
        return unreadable;
    }
    ElfSymbols symbols;
    for (std::uint16_t i = 0; i < header->e_shnum; ++i) {
        const auto section = at<Elf64_Shdr>(file, header->e_shoff + std::uint64_t{i} * sizeof(Elf64_Shdr));
        if (!section || section->sh_type != SHT_DYNSYM) continue;
        const auto strings =
            at<Elf64_Shdr>(file, header->e_shoff + std::uint64_t{section->sh_link} * sizeof(Elf64_Shdr));
        if (!strings) continue;
        for (std::uint64_t offset = 0; offset < section->sh_size; offset += sizeof(Elf64_Sym)) {
            const auto symbol = at<Elf64_Sym>(file, section->sh_offset + offset);
            if (!symbol) return unreadable;
            sort_in(*symbol, text_at(file, *strings, symbol->st_name), symbols);
        }
    }
    for (auto* names : {&symbols.exports, &symbols.unique, &symbols.imports}) std::sort(names->begin(), names->end());
    if (symbols.exports.empty() && symbols.imports.empty()) return unreadable;
    return symbols;
}

std::string demangled(const std::string& name) {
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> text(abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status),
                                                      &std::free);
    return status == 0 ? std::string(text.get()) : name;
}

}  // namespace alysio::sandbox::check
