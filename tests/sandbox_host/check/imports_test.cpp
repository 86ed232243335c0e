#include "sandbox_host/check/imports.hpp"

#include "sandbox_host/check/elf_symbols.hpp"
#include "tests/sandbox_host/check/checked_plugin.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace alysio::sandbox::check;
using tests::CheckedPlugin;

TEST_CASE("what opens, connects and starts is asked about, in C and in C++") {
    for (const char* symbol :
         {"socket", "getaddrinfo", "fopen64", "_ZNSt14basic_ifstreamIcSt11char_traitsIcEEC1EPKcSt13_Ios_Openmode",
          "execve", "dlopen", "pthread_create",
          "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE", "nanosleep", "exit",
          "setlocale", "syscall"}) {
        INFO(symbol);
        CHECK_FALSE(risk_of_import(symbol).empty());
    }
}

TEST_CASE("what a formatting library brings along, or a runtime, is not asked about") {
    for (const char* symbol :
         {"malloc", "memcpy", "fwrite", "fprintf", "abort", "getenv", "snprintf", "strtod", "__cxa_throw",
          "pthread_mutex_lock", "pthread_self", "opendirectory", "acceptance", "_ZSt9terminatev"}) {
        INFO(symbol);
        CHECK(risk_of_import(symbol).empty());
    }
}

TEST_CASE("exports, imports and unique symbols are read from the file") {
    const auto symbols = read_elf_symbols(CheckedPlugin("unique").options.library);
    REQUIRE(symbols);
    CHECK(std::count(symbols->exports.begin(), symbols->exports.end(), "alysio_plugin_v1") == 1);
    CHECK(std::count(symbols->imports.begin(), symbols->imports.end(), "realloc") == 1);
    CHECK(symbols->unique == std::vector<std::string>{"sample_only_one"});
}

TEST_CASE("a file that is no library, or is cut anywhere in its header, is an error and no crash") {
    const CheckedPlugin plugin("sound");
    const auto& file = plugin.options.library;
    CHECK_FALSE(read_elf_symbols(plugin.folder->path() / "gone.so"));
    for (const std::uintmax_t size : {1000U, 64U, 63U, 5U, 0U}) {
        std::filesystem::resize_file(file, size);
        CHECK_FALSE(read_elf_symbols(file));
    }
}
