#pragma once

#include "plugin/salesforce/describe.hpp"

#include <alysio/sdk/json.hpp>

/// A field of a describe as an answer to a model: short, exceptions only.
namespace alysio::salesforce {

enum class ValueDetail {
    count,  // how many a picklist has
    some,   // the first 25, and how many there are
    all,    // all of them, and which are valid under which controlling value
};

struct FieldDetail {
    ValueDetail values = ValueDetail::some;
    bool help = false;
};

sdk::Json to_json(const Field& field, const Describe& object, FieldDetail detail);

/// {"string": ["Name", ...], "currency": [...]} of fields [first, last).
sdk::Json fields_by_type(const std::vector<const Field*>& fields, std::size_t first, std::size_t last);

}  // namespace alysio::salesforce
