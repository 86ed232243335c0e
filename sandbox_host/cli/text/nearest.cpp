#include "sandbox_host/cli/text/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace alysio::sandbox::cli {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string nearest(const std::vector<std::string>& names, std::string_view written) {
    std::string found;
    auto distance = (written.size() + 1) / 2 + 1;  // what differs in more than half of it was not meant
    for (const auto& name : names) {
        const auto here = edit_distance(written, name);
        if (here >= distance) continue;
        distance = here;
        found = name;
    }
    return found;
}

}  // namespace alysio::sandbox::cli
