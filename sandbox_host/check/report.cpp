#include "sandbox_host/check/report.hpp"

#include <alysio/sdk/json.hpp>

#include <algorithm>
#include <array>

namespace alysio::sandbox::check {

std::string_view word_for(Verdict verdict) {
    constexpr std::array<std::string_view, 6> words = {"pass", "fail", "crash", "timeout", "skipped", "warning"};
    return words.at(static_cast<std::size_t>(verdict));
}

std::string line_for(const TestOutcome& outcome) {
    std::string line(word_for(outcome.finding.verdict));
    line.resize(9, ' ');
    line += outcome.test.sentence;
    if (!outcome.finding.detail.empty()) {
        const bool remark = outcome.finding.verdict == Verdict::pass;
        line += remark ? " (" + outcome.finding.detail + ")" : ": " + outcome.finding.detail;
    }
    if (outcome.finding.is_failure()) line += " " + std::string(outcome.test.advice);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

std::string summary(const std::vector<TestOutcome>& outcomes) {
    std::string text;
    for (const Verdict verdict :
         {Verdict::pass, Verdict::fail, Verdict::crash, Verdict::timeout, Verdict::warning, Verdict::skipped}) {
        const auto count = std::count_if(outcomes.begin(), outcomes.end(), [&](const TestOutcome& outcome) {
            return outcome.finding.verdict == verdict;
        });
        if (count == 0) continue;
        text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(word_for(verdict));
    }
    return text;
}

bool is_fit(const std::vector<TestOutcome>& outcomes) {
    return std::none_of(outcomes.begin(), outcomes.end(),
                        [](const TestOutcome& outcome) { return outcome.finding.is_failure(); });
}

std::string json_report(const std::filesystem::path& library, const std::vector<TestOutcome>& outcomes) {
    auto tests = sdk::Json::array();
    for (const TestOutcome& outcome : outcomes) {
        sdk::Json test = {{"name", outcome.test.name},
                          {"sentence", outcome.test.sentence},
                          {"verdict", word_for(outcome.finding.verdict)},
                          {"detail", outcome.finding.detail}};
        if (outcome.finding.is_failure()) test["advice"] = outcome.test.advice;
        test["ms"] = outcome.took.count();
        tests.push_back(std::move(test));
    }
    return sdk::to_text({{"plugin", library.string()}, {"fit", is_fit(outcomes)}, {"tests", std::move(tests)}});
}

}  // namespace alysio::sandbox::check
