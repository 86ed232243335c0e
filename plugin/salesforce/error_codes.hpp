#pragma once

#include "plugin/salesforce/error.hpp"

#include <string_view>

/// What Salesforce's error codes mean to us, and what the user is told to do: one table.
namespace alysio::salesforce {

/// In a guidance, {} stands for what the request was about.
struct Meaning {
    ErrorCode code;
    std::string_view guidance;
};

/// Null for a code that is not in the table.
const Meaning* meaning_of(std::string_view salesforce_code);

/// Where no code of Salesforce's says more.
std::string_view guidance_of(ErrorCode code);

/// Where the request was too long to be sent or taken.
std::string_view guidance_of_length(ErrorCode code);

}  // namespace alysio::salesforce
