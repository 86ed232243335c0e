#pragma once

#include "plugin/salesforce/error.hpp"
#include "plugin/salesforce/error_body.hpp"

#include <string_view>

/// From an answer that is none to an error that a person or a model can act on. The words of the org are data: cleaned, cut,
/// and quoted.
namespace alysio::salesforce {

/// `answer` is not ok(). A request that was cancelled is explained by the caller, who knows why it was.
Error explain(const Answer& answer, const ErrorBody& body);

/// The answer is ok(), but no `expected` ("describe", "record").
Error explain_other_answer(const Answer& answer, std::string_view expected);

}  // namespace alysio::salesforce
