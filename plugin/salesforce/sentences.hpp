#pragma once

#include "plugin/salesforce/answer.hpp"
#include "plugin/salesforce/error_codes.hpp"

#include <string_view>

/// What a sentence of Salesforce's asks for: one code stands for many mistakes, and its sentence tells which.
namespace alysio::salesforce {

/// Null where the code says all there is to say. `message` is the whole of it: a query's begins with an excerpt of the
/// query. In the guidance, {} stands for the field that the sentence names.
const Meaning* meaning_of_sentence(RequestInfo::Kind kind, std::string_view code, std::string_view message);

/// The field that the sentence names, between single quotes or behind the last colon; empty where none is.
std::string_view field_in_sentence(std::string_view message);

}  // namespace alysio::salesforce
