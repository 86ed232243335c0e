#include "plugin/salesforce/object_name.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace alysio::salesforce {

namespace {

using NamePair = std::pair<std::string_view, std::string_view>;

// Prefixes that are the same in every org. Custom objects (a00, a01, ...) differ from org to org, and 00a is shared by
// CaseComment and IdeaComment: neither is listed.
constexpr NamePair known_prefixes[] = {
    {"001", "Account"},
    {"002", "Note"},
    {"003", "Contact"},
    {"005", "User"},
    {"006", "Opportunity"},
    {"00B", "ListView"},
    {"00D", "Organization"},
    {"00E", "UserRole"},
    {"00G", "Group"},
    {"00K", "OpportunityContactRole"},
    {"00O", "Report"},
    {"00P", "Attachment"},
    {"00Q", "Lead"},
    {"00T", "Task"},
    {"00U", "Event"},
    {"00X", "EmailTemplate"},
    {"00e", "Profile"},
    {"00k", "OpportunityLineItem"},
    {"00v", "CampaignMember"},
    {"012", "RecordType"},
    {"01J", "OpportunityStage"},
    {"01Z", "Dashboard"},
    {"01s", "Pricebook2"},
    {"01t", "Product2"},
    {"01u", "PricebookEntry"},
    {"02i", "Asset"},
    {"02s", "EmailMessage"},
    {"068", "ContentVersion"},
    {"069", "ContentDocument"},
    {"06A", "ContentDocumentLink"},
    {"0D5", "FeedItem"},
    {"0F9", "CollaborationGroup"},
    {"0PK", "Individual"},
    {"0PS", "PermissionSet"},
    {"0Q0", "Quote"},
    {"0QL", "QuoteLineItem"},
    {"0WO", "WorkOrder"},
    {"500", "Case"},
    {"501", "Solution"},
    {"701", "Campaign"},
    {"800", "Contract"},
    {"801", "Order"},
    {"802", "OrderItem"},
    {"810", "ServiceContract"},
};

// Set-up rows and the like: they open by id, and have no record page in Lightning.
constexpr std::string_view without_lightning_page[] = {
    "ListView",       "Organization", "UserRole",         "Profile",    "PermissionSet",
    "EmailTemplate",  "RecordType",   "OpportunityStage", "Attachment", "ContentDocumentLink",
    "ContentVersion", "CaseComment",  "IdeaComment",      "Name"};

constexpr NamePair name_fields[] = {
    {"Case", "CaseNumber"},
    {"Task", "Subject"},
    {"Event", "Subject"},
    {"Solution", "SolutionName"},
    {"Contract", "ContractNumber"},
    {"Order", "OrderNumber"},
    {"WorkOrder", "WorkOrderNumber"},
    {"Note", "Title"},
    {"ContentDocument", "Title"},
    {"ContentVersion", "Title"},
    {"Knowledge__kav", "Title"},
    {"EmailMessage", "Subject"},
};

template <std::size_t N>
bool ends_with_any(std::string_view text, const std::string_view (&suffixes)[N]) {
    return std::any_of(std::begin(suffixes), std::end(suffixes),
                       [&](std::string_view suffix) { return base::ends_with_ignoring_case(text, suffix); });
}

bool is_api_name(std::string_view name, std::size_t max_size) {
    return !name.empty() && name.size() <= max_size && base::is_letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [](char c) { return base::is_letter_or_digit(c) || c == '_'; });
}

}  // namespace

bool is_object_name(std::string_view name) {
    return is_api_name(name, 80);
}
bool is_field_name(std::string_view name) {
    return is_api_name(name, 120);
}

bool is_field_path(std::string_view path) {
    const auto names = base::split(path, '.');
    return names.size() <= 6 && std::all_of(names.begin(), names.end(), is_field_name);
}

RecordPage page_of(std::string_view object) {
    constexpr std::string_view no_page[] = {"History",     "Share",          "__e", "__b", "__mdt",
                                            "ChangeEvent", "AggregateResult"};
    if (ends_with_any(object, no_page) || base::equal_ignoring_case(object, "Group")) return RecordPage::none;
    const bool by_id = base::ends_with_ignoring_case(object, "Feed") ||
                       std::any_of(std::begin(without_lightning_page), std::end(without_lightning_page),
                                   [&](auto name) { return base::equal_ignoring_case(name, object); });
    return by_id || !is_object_name(object) ? RecordPage::by_id_only : RecordPage::lightning;
}

bool has_no_own_prefix(std::string_view object) {
    constexpr std::string_view suffixes[] = {"History", "Share", "Feed", "__x"};
    return ends_with_any(object, suffixes);
}

bool is_external(std::string_view object) {
    return base::ends_with_ignoring_case(object, "__x");
}

std::string_view object_of_prefix(std::string_view prefix) {
    for (const auto& [known, object] : known_prefixes) {
        if (known == prefix) return object;
    }
    return {};
}

std::string_view prefix_of_object(std::string_view object) {
    for (const auto& [prefix, known] : known_prefixes) {
        if (base::equal_ignoring_case(known, object)) return prefix;
    }
    return {};
}

std::string_view name_field_of(std::string_view object) {
    for (const auto& [known, field] : name_fields) {
        if (base::equal_ignoring_case(known, object)) return field;
    }
    return "Name";
}

}  // namespace alysio::salesforce
