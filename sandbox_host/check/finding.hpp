#pragma once

#include <string>
#include <utility>

namespace alysio::sandbox::check {

enum class Verdict { pass, fail, crash, timeout, skipped, warning };

/// How a test ended, and what it saw.
struct Finding {
    Finding() = default;
    Finding(Verdict verdict, std::string detail) : verdict(verdict), detail(std::move(detail)) {}

    static Finding pass(std::string detail = "") { return {Verdict::pass, std::move(detail)}; }
    static Finding fail(std::string detail) { return {Verdict::fail, std::move(detail)}; }
    static Finding skipped(std::string reason) { return {Verdict::skipped, std::move(reason)}; }

    /// Whether a plugin with this is not fit to be shipped.
    bool is_failure() const {
        return verdict == Verdict::fail || verdict == Verdict::crash || verdict == Verdict::timeout;
    }

    Verdict verdict = Verdict::pass;
    std::string detail;
};

}  // namespace alysio::sandbox::check
