#pragma once

#include "plugin/salesforce/answer.hpp"
#include "plugin/salesforce/retry.hpp"

#include <optional>
#include <string>
#include <vector>

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

/// The body of an unsuccessful answer: what Salesforce, or something on the way to it, said no with.
struct ErrorBody {
    enum class Speaker {
        salesforce,  // an array of errors
        proxy,       // an object: something between the host and Salesforce
        markup,      // HTML: the org, or the network before it, is not there
        nobody,      // empty, or no JSON
    };
    struct Entry {
        std::string code;
        std::string message;
        std::vector<std::string> fields;
    };

    Speaker speaker = Speaker::nobody;
    std::vector<Entry> entries;
    std::optional<DuplicateReport> duplicates;

    bool says(std::string_view code) const;
};
ErrorBody read_error_body(const Answer& answer);

/// What is known of the effect of a request whose answer is not ok().
Effect effect_of(const Answer& answer, const ErrorBody& body);

}  // namespace alysio::salesforce
