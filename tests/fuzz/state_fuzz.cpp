#include "plugin/salesforce/describe_state.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace alysio::salesforce;

namespace {

std::string written(const std::vector<SavedDescribe>& describes) {
    DescribeStateWriter writer;
    for (const SavedDescribe& saved : describes) writer.add(saved);
    return std::move(writer).finish();
}

}  // namespace

// A state of any bytes, as they are and between a sound beginning and end, does no harm. What is understood is the same
// after it was written and read once more, and from then on in the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(data, data + size);
    read_describe_state(bytes);

    const auto read = read_describe_state(sealed("alysio.salesforce.describes\n\x01" + bytes));
    if (!read) return 0;
    const std::string state = written(*read);
    const auto again = read_describe_state(state);
    if (!again || again->size() != read->size() || written(*again) != state) std::abort();
    for (std::size_t i = 0; i < read->size(); ++i) {
        const SavedDescribe& left = read->at(i);
        const SavedDescribe& right = again->at(i);
        const bool same = left.principal == right.principal && left.object == right.object &&
                          left.last_modified == right.last_modified && left.fetched_unix_ns == right.fetched_unix_ns &&
                          *left.describe == *right.describe;
        if (!same) std::abort();
    }
    return 0;
}
