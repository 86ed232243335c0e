#pragma once

#include "plugin/salesforce/describe.hpp"

#include <alysio/sdk/json.hpp>

// A field of a describe as an answer to a model: short, exceptions only.
namespace alysio::salesforce {

enum class ValueDetail {
    Count,  // how many a picklist has
    Some,   // the first 25, and how many there are
    All,    // all of them, and which are valid under which controlling value
};

struct FieldDetail {
    ValueDetail values = ValueDetail::Some;
    bool help = false;
};

sdk::Json to_json(const Field& field, const Describe& object, FieldDetail detail);

/// {"string": ["Name", ...], "currency": [...]} of fields [first, last).
sdk::Json fields_by_type(const std::vector<const Field*>& fields, std::size_t first, std::size_t last);

}  // namespace alysio::salesforce
