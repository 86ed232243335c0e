#pragma once

#include <alysio/base/result.hpp>

#include <string>

namespace alysio::sandbox::assembly {

/// What whoever runs the host may have words of its own for: the names of its options.
enum class Problem {
    other,
    no_folder_for_files,  ///< there is neither a state folder nor another one for artifacts
    org_is_running,       ///< a running org can't start over
    fresh_without_org,    ///< no connection leads to the org that was to start over
};

struct Error {
    std::string message;
    Problem problem = Problem::other;
};

template <class T>
using Result = base::Result<T, Error>;

}  // namespace alysio::sandbox::assembly
