#pragma once

#include "plugin/salesforce/object_name.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Where a person opens a record in a browser.
namespace alysio::salesforce {

/// The Lightning origin that belongs to a Salesforce origin; nothing for hosts that show no records (login pages,
/// sites, Visualforce) and for texts that are no web origin. An origin outside Salesforce is given back as it is.
std::optional<std::string> lightning_origin(std::string_view instance_url);

/// Makes links for one connected account. Cheap to copy; independent of any request.
class Links {
  public:
    /// Makes no links at all: nobody said where the account is opened.
    Links() = default;

    /// From the URL of the Salesforce instance: record pages lie on the Lightning host that belongs to it.
    static Links from_instance(std::string_view instance_url);

    /// From a URL that somebody chose for links: used as it is.
    static Links from_web_url(std::string_view web_url);

    bool known() const { return !record_origin_.empty(); }

    /// The record's page, or nothing where it has none. `page` is what a describe said, if one is at hand; the object
    /// may be empty or "Name", and is then told by the id. `document_id` belongs to a ContentVersion.
    std::optional<std::string> record(std::string_view object, std::string_view id,
                                      std::optional<RecordPage> page = std::nullopt,
                                      std::string_view document_id = {}) const;

    /// What stands around the Id in the link of each of an object's records (row_links.hpp).
    struct Frame {
        std::string before;
        std::string after;
    };
    std::optional<Frame> frame(std::string_view object, std::optional<RecordPage> page) const;

    /// Can the text stand in a link as it is?
    static bool is_path_safe(std::string_view id);

  private:
    std::string record_origin_;  // before /lightning/r/...
    std::string id_origin_;      // before /<Id>
};

}  // namespace alysio::salesforce
