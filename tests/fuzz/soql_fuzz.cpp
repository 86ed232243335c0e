#include "sandbox_host/soql/format.hpp"
#include "sandbox_host/soql/parser.hpp"
#include "sandbox_host/soql/references.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace alysio::sandbox::soql;

// Any text gives a tree or an error that can be shown; a tree survives being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto result = parse(text);
    if (!result) {
        if (render(result.error(), text).empty()) std::abort();
        return 0;
    }
    references(*result);
    const std::string once = format(*result);
    if (once.size() > longest_query) return 0;
    const auto again = parse(once);
    if (!again || format(*again) != once) std::abort();
    return 0;
}
