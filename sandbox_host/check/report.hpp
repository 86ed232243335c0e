#pragma once

#include "sandbox_host/check/check.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::check {

std::string_view word_for(Verdict verdict);  // "pass", "fail", ...

/// One line: verdict, sentence, and where there is something to do, what was seen and what to do.
std::string line_for(const TestOutcome& outcome);

/// "31 pass, 1 fail, 2 skipped"
std::string summary(const std::vector<TestOutcome>& outcomes);

bool is_fit(const std::vector<TestOutcome>& outcomes);

/// {"plugin", "fit", "tests": [{"name", "sentence", "verdict", "detail", "advice"?, "ms"}]}
std::string json_report(const std::filesystem::path& library, const std::vector<TestOutcome>& outcomes);

}  // namespace alysio::sandbox::check
