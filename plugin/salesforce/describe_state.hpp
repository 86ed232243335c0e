#pragma once

#include "plugin/salesforce/describe.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Describes on their way to the next generation of the plugin, which may be another build of it:
///
///     "alysio.salesforce.describes\n"  version  describe ...  sum
///
/// Numbers are LEB128; texts and lists begin with their length. Whoever changes what a describe holds raises the version:
/// there is no reading of another one, for what is lost is asked again.
namespace alysio::salesforce {

/// A describe as one principal saw it.
struct SavedDescribe {
    std::string principal;
    std::string object;  // in lower case
    std::string last_modified;
    std::int64_t fetched_unix_ns = 0;
    DescribePointer describe;
};

class DescribeStateWriter {
  public:
    DescribeStateWriter();

    void add(const SavedDescribe& saved);
    std::size_t size_bytes() const { return bytes_.size(); }
    std::string finish() &&;

  private:
    std::string bytes_;
};

/// The bytes of a state, with their sum after them: whatever is changed by accident is noticed.
std::string sealed(std::string bytes);

/// In the order they were added. Nothing where the bytes, which may be any, are no sound state of this version.
std::optional<std::vector<SavedDescribe>> read_describe_state(std::string_view state);

}  // namespace alysio::salesforce
