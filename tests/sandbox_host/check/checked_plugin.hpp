#pragma once

#include "sandbox_host/check/check.hpp"
#include "sandbox_host/check/report.hpp"
#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/run_folder.hpp"
#include "sandbox_host/runtime/sha256.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <string>

namespace alysio::sandbox::check::tests {

using Json = nlohmann::json;

inline const std::string nothing;  // what a sound plugin gives cause to complain of

// A build of sample.c in a folder of its own, with the manifest that a build writes.
struct CheckedPlugin {
    std::unique_ptr<runtime::RunFolder> folder = std::move(*runtime::RunFolder::create({}));
    Options options;
    Json manifest;

    explicit CheckedPlugin(const std::string& build) {
        options.library = folder->path() / "sample.so";
        std::filesystem::copy_file(std::filesystem::path(ALYSIO_FIXTURES) / ("sample_" + build + ".so"),
                                   options.library);
        manifest = {{"format_version", 1},
                    {"name", "sample"},
                    {"version", "1.0.0"},
                    {"abi", {{"major", 1}, {"minor", 0}}},
                    {"tools", Json::array({"greet", "copy", "send"})},
                    {"file", "sample.so"},
                    {"sha256", runtime::sha256_of_file(options.library).value()}};
        write_manifest();
    }
    void write_manifest() const { std::ofstream(runtime::manifest_beside(options.library)) << manifest; }

    std::vector<TestOutcome> check() const {
        auto outcomes = check::check(options, [](const TestOutcome&) {});
        return outcomes ? std::move(*outcomes) : std::vector<TestOutcome>{};
    }

    // "unloads: fail, threads: crash": what is neither passed nor skipped.
    std::string complaints() const {
        std::string text;
        for (const TestOutcome& outcome : check()) {
            const Verdict verdict = outcome.finding.verdict;
            if (verdict == Verdict::pass || verdict == Verdict::skipped) continue;
            text += (text.empty() ? "" : ", ") + std::string(outcome.test.name) + ": " + std::string(word_for(verdict));
        }
        return text;
    }
};

}  // namespace alysio::sandbox::check::tests
