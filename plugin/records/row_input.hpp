/// Private to the record stream: one row on its way from the reader to a sink.
#pragma once

#include "plugin/records/rows.hpp"
#include "plugin/records/tokens.hpp"

namespace alysio::salesforce::records {

struct RecordKey {
    std::string_view object;
    std::string_view id;
};

/// Whose row it is, in views into the page.
struct Identity {
    std::string_view url;       // of its attributes; empty where the page does not say
    std::string_view document;  // ContentDocumentId, which a ContentVersion has

    /// Object and Id out of ".../sobjects/<Object>/<Id>". Nothing where the path is another, or percent-encoded.
    RecordKey key() const;
};

struct RowInput {
    Tokens& tokens;  // the row is at hand, and is taken
    std::string& out;
    std::vector<Gap>& gaps;
    std::string_view path;  // of the gap the row belongs to, empty for a row of the query
    Identity identity;      // set by the sink: whose row it was
};

}  // namespace alysio::salesforce::records
