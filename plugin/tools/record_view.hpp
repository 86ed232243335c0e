#pragma once

#include "plugin/records/page_reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// One record as an answer to a model: without nulls and repetitions, long texts cut, numbers as plain digits.
namespace alysio::salesforce {

struct RecordView {
    std::string json;    // an object
    std::string object;  // from the record's own address; empty where it has none
    std::string id;
    std::string last_modified;  // LastModifiedDate as Salesforce wrote it, or empty
    std::size_t empty_fields = 0;
    std::vector<std::string> cut_fields;
    std::size_t left_out = 0;  // fields for which there was no room
};

/// A record as its own address answers it. Fields in `named` (by their first name, letter case aside) are kept whole.
/// Nothing where it is none. Either text may be given room at its end, as PageReader does.
std::optional<RecordView> view_record(records::PageReader& reader, std::string& record,
                                      const std::vector<std::string>& named);

/// The first record of a query's page. Nothing where the page has no record or is none.
std::optional<RecordView> view_first_row(records::PageReader& reader, std::string& page,
                                         const std::vector<std::string>& named);

}  // namespace alysio::salesforce
