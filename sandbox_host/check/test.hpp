#pragma once

#include "sandbox_host/check/finding.hpp"
#include "sandbox_host/check/scripted_call.hpp"

#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

namespace alysio::sandbox::check {

/// The plugin that is checked.
struct Subject {
    std::filesystem::path library;
    std::filesystem::path manifest;
    std::filesystem::path run_folder;  ///< for private copies
    std::vector<ScriptedCall> calls;   ///< as its author gave them; none: made up from the schemas
};

struct Test {
    std::string_view name;
    std::string_view sentence;
    std::string_view after;                  ///< name of the test that must have passed for this one to mean anything
    std::string_view advice;                 ///< for whoever must mend it
    Finding (*run)(const Subject& subject);  ///< in a process of its own
};

/// In the order they are run; a test stands behind the one it comes after. Each list has a file NAME_tests.cpp.
std::vector<Test> image_tests();
std::vector<Test> table_tests();
std::vector<Test> call_tests();
std::vector<Test> version_tests();
std::vector<Test> disturbance_tests();
std::vector<Test> input_tests();
std::vector<Test> state_tests();
std::vector<Test> tenant_tests();
std::vector<Test> loading_tests();

/// Loads the plugin, and gives `body` its table and the calls to make. Skipped where it cannot be loaded: another test says
/// why.
using Body = std::function<Finding(const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls)>;
Finding with_plugin(const Subject& subject, const Body& body);

}  // namespace alysio::sandbox::check
