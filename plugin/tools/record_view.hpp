#pragma once

#include "plugin/records/page_reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// One record as an answer to a model: without nulls and repetitions, long texts cut, numbers as plain digits.
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

/// Reads the first record of a query's page. Fields in `named` (by their first name, letter case aside) are kept whole.
/// Empty optional where the page has no record or is none.
std::optional<RecordView> view_record(records::PageReader& reader, std::string page,
                                      const std::vector<std::string>& named);

/// A record that was read by its id, as the page of a query that found it alone.
std::string as_page(std::string_view record);

}  // namespace alysio::salesforce
