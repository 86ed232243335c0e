#include "sandbox_host/salesforce/relationships.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <iterator>

namespace alysio::sandbox::salesforce {
namespace {

struct Relationship {
    std::string_view name;
    std::vector<std::string_view> objects;
};

const Relationship relationships[] = {
    // from child to parent
    {"Account", {"Account"}},
    {"Asset", {"Asset"}},
    {"Campaign", {"Campaign"}},
    {"Case", {"Case"}},
    {"Contact", {"Contact"}},
    {"Contract", {"Contract"}},
    {"ConvertedAccount", {"Account"}},
    {"ConvertedContact", {"Contact"}},
    {"ConvertedOpportunity", {"Opportunity"}},
    {"CreatedBy", {"User"}},
    {"LastModifiedBy", {"User"}},
    {"Lead", {"Lead"}},
    {"Manager", {"User"}},
    {"Opportunity", {"Opportunity"}},
    {"Order", {"Order"}},
    {"Owner", {"User", "Group"}},
    {"Pricebook2", {"Pricebook2"}},
    {"PricebookEntry", {"PricebookEntry"}},
    {"Product2", {"Product2"}},
    {"Profile", {"Profile"}},
    {"Quote", {"Quote"}},
    {"RecordType", {"RecordType"}},
    {"ReportsTo", {"Contact"}},
    {"UserRole", {"UserRole"}},
    {"Who", {"Contact", "Lead"}},
    // from parent to children
    {"ActivityHistories", {"ActivityHistory"}},
    {"Assets", {"Asset"}},
    {"Attachments", {"Attachment"}},
    {"CampaignMembers", {"CampaignMember"}},
    {"CaseComments", {"CaseComment"}},
    {"Cases", {"Case"}},
    {"ChildAccounts", {"Account"}},
    {"Contacts", {"Contact"}},
    {"ContentDocumentLinks", {"ContentDocumentLink"}},
    {"Contracts", {"Contract"}},
    {"Events", {"Event"}},
    {"Notes", {"Note"}},
    {"OpenActivities", {"OpenActivity"}},
    {"Opportunities", {"Opportunity"}},
    {"OpportunityContactRoles", {"OpportunityContactRole"}},
    {"OpportunityLineItems", {"OpportunityLineItem"}},
    {"Orders", {"Order"}},
    {"Quotes", {"Quote"}},
    {"Tasks", {"Task"}},
};

}  // namespace

std::optional<std::vector<std::string_view>> standard_relationship(std::string_view name) {
    const auto* found =
        std::find_if(std::begin(relationships), std::end(relationships),
                     [&](const Relationship& known) { return base::equal_ignoring_case(known.name, name); });
    if (found == std::end(relationships)) return {};
    return found->objects;
}

}  // namespace alysio::sandbox::salesforce
