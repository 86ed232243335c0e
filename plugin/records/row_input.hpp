// Private to the record stream: one row on its way from the reader to a sink.
#pragma once

#include "plugin/records/rows.hpp"
#include "plugin/records/tokens.hpp"

namespace alysio::salesforce::records {

// Object and Id of a record: views into the page, empty where the page does not say.
struct Identity {
    std::string_view object;
    std::string_view id;
    std::string_view document;  // ContentDocumentId of a ContentVersion
};

struct RowInput {
    ondemand::object fields;
    Tokens& tokens;
    std::string& out;
    std::vector<Gap>& gaps;
    std::string_view path;  // of the gap the row belongs to, empty for a row of the query
    Identity identity;      // set by the sink: whose row it was
};

}  // namespace alysio::salesforce::records
