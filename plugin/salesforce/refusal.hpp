#pragma once

#include "plugin/salesforce/answer.hpp"
#include "plugin/salesforce/error.hpp"
#include "plugin/salesforce/retry.hpp"

#include <optional>
#include <string>
#include <vector>

// From what Salesforce, or something on the way to it, said no with, to an error that a person or a model can act on.
// The words of the org are data: cleaned, cut, and quoted.
namespace alysio::salesforce {

/// A duplicate rule's report (DUPLICATES_DETECTED).
struct DuplicateReport {
    struct Record {
        std::string object;
        std::string id;
    };
    bool may_save = false;  // false: the rule blocks, whatever a caller allows
    std::string rule;
    std::vector<Record> records;
};

/// The body of an unsuccessful answer, read.
struct Refusal {
    enum class Speaker {
        Salesforce,  // an array of errors
        Proxy,       // an object: something between the host and Salesforce
        Markup,      // HTML: the org, or the network before it, is not there
        Nobody,      // empty, or no JSON
    };
    struct Entry {
        std::string code;
        std::string message;
        std::vector<std::string> fields;
    };

    Speaker speaker = Speaker::Nobody;
    std::vector<Entry> entries;
    std::optional<DuplicateReport> duplicates;

    bool says(std::string_view code) const;
};
Refusal read_refusal(const Answer& answer);

Happened what_happened(const Answer& answer, const Refusal& refusal);

/// `answer` is not ok(). A request that was cancelled is explained by the caller, who knows why it was.
Error explain(const Answer& answer, const Refusal& refusal, const Asked& asked);

}  // namespace alysio::salesforce
