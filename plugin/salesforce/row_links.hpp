#pragma once

#include "plugin/records/rows.hpp"
#include "plugin/salesforce/links.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::salesforce {

/// Links for row after row: what all records of an object have in common is worked out once.
class RowLinks final : public records::LinkMaker {
  public:
    /// What is known of an object's pages; nothing without a describe.
    using PageLookup = std::function<std::optional<RecordPage>(std::string_view object)>;

    /// `links` may still change until the first row.
    RowLinks(const Links& links, PageLookup look_up);

    bool append_link(std::string_view object, std::string_view id, std::string_view document_id,
                     std::string& out) const override;

  private:
    struct Known {
        std::string object;
        std::optional<Links::Frame> frame;
    };
    const Known& known(std::string_view object) const;

    const Links& links_;
    PageLookup look_up_;
    mutable std::vector<Known> known_;  // few: the query's object, and those of its parents and children
};

}  // namespace alysio::salesforce
