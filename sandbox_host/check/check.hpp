#pragma once

#include "sandbox_host/check/test.hpp"

#include <alysio/base/result.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace alysio::sandbox::check {

struct Options {
    std::filesystem::path library;
    std::filesystem::path manifest;                               ///< empty: the one beside the library
    std::filesystem::path calls;                                  ///< empty: those beside the library, if there are any
    std::vector<std::string> only;                                ///< names of tests; empty: all
    std::chrono::milliseconds limit = std::chrono::seconds(120);  ///< for each
    std::function<bool()> stopped = [] { return false; };
};

struct TestOutcome {
    Test test;
    Finding finding;
    std::chrono::milliseconds took{0};
};

std::vector<Test> all_tests();

/// Runs the tests, each in a process of its own, and tells of each as soon as it is over. Those that others need are run
/// with them. An error: there was nothing to run them on.
base::Result<std::vector<TestOutcome>> check(const Options& options,
                                             const std::function<void(const TestOutcome&)>& tell);

}  // namespace alysio::sandbox::check
