#include "sandbox_host/salesforce/same_values.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <iterator>

namespace alysio::sandbox::salesforce {
namespace {

using Names = std::vector<std::string_view>;

// Each tells something of the others, by itself. From Salesforce's object reference.
const Names told_together[] = {
    {"Name", "FirstName", "LastName", "MiddleName", "Salutation", "Suffix"},
    {"Amount", "ExpectedRevenue"},
    {"StageName", "ForecastCategory", "ForecastCategoryName", "Probability", "IsClosed", "IsWon"},
    {"CloseDate", "Fiscal", "FiscalQuarter", "FiscalYear"},
    {"Status", "IsClosed", "ClosedDate", "IsConverted", "ConvertedDate"},
    {"Priority", "IsHighPriority"},
    {"ActivityDate", "ActivityDateTime", "StartDateTime", "EndDateTime", "DurationInMinutes", "IsAllDayEvent"},
    {"UnitPrice", "TotalPrice", "Subtotal"},
    {"LastModifiedDate", "SystemModstamp"},
    {"CreatedDate", "Age"},
};

const Names address_parts = {"Street",  "City",        "State",    "StateCode", "PostalCode",
                             "Country", "CountryCode", "Latitude", "Longitude", "GeocodeAccuracy"};

struct Children {
    std::string_view relationship;
    Names lookups;
};

const Children children[] = {
    {"ActivityHistories", {"WhatId", "WhoId", "AccountId"}},
    {"Assets", {"AccountId", "ContactId", "Product2Id"}},
    {"Attachments", {"ParentId"}},
    {"CampaignMembers", {"CampaignId", "ContactId", "LeadId"}},
    {"CaseComments", {"ParentId"}},
    {"Cases", {"AccountId", "ContactId", "ParentId"}},
    {"ChildAccounts", {"ParentId"}},
    {"Contacts", {"AccountId"}},
    {"ContentDocumentLinks", {"LinkedEntityId"}},
    {"Contracts", {"AccountId"}},
    {"Events", {"WhatId", "WhoId", "AccountId"}},
    {"Notes", {"ParentId"}},
    {"OpenActivities", {"WhatId", "WhoId", "AccountId"}},
    {"Opportunities", {"AccountId", "CampaignId"}},
    {"OpportunityContactRoles", {"OpportunityId", "ContactId"}},
    {"OpportunityLineItems", {"OpportunityId"}},
    {"Orders", {"AccountId"}},
    {"Quotes", {"OpportunityId"}},
    {"Tasks", {"WhatId", "WhoId", "AccountId"}},
};

bool holds(const Names& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](auto one) { return base::equal_ignoring_case(one, name); });
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() > end.size() && base::ends_with_ignoring_case(text, end);
}

std::string without(std::string_view text, std::string_view end, std::string_view instead = {}) {
    return std::string(text.substr(0, text.size() - end.size())).append(instead);
}

// BillingAddress and its parts; of a Lead, Address and Street.
void add_address(std::string_view field, std::vector<std::string>& told) {
    constexpr std::string_view whole = "Address";
    if (base::equal_ignoring_case(field, whole) || ends_with(field, whole)) {
        const std::string prefix = without(field, whole);
        for (const auto part : address_parts) told.push_back(prefix + std::string(part));
        return;
    }
    for (const auto part : address_parts) {
        if (!base::equal_ignoring_case(field, part) && !ends_with(field, part)) continue;
        const std::string prefix = without(field, part);
        told.push_back(prefix + std::string(whole));
        // "CA" and "California" are one value, and so are a place and where it lies.
        for (const auto twin : address_parts) {
            const bool same = twin.substr(0, 5) == part.substr(0, 5);
            const bool point = part == "Latitude" || part == "Longitude" || part == "GeocodeAccuracy";
            if (twin != part && (same || point)) told.push_back(prefix + std::string(twin));
        }
    }
}

// Where__c of type location, and Where__Latitude__s.
void add_location(std::string_view field, std::vector<std::string>& told) {
    for (const std::string_view part : {"__Latitude__s", "__Longitude__s"}) {
        if (ends_with(field, part)) told.push_back(without(field, part, "__c"));
        if (ends_with(field, "__c")) told.push_back(without(field, "__c", part));
    }
}

}  // namespace

std::vector<std::string> fields_told_by(std::string_view field) {
    std::vector<std::string> told;
    for (const Names& together : told_together) {
        if (holds(together, field)) told.insert(told.end(), together.begin(), together.end());
    }
    add_address(field, told);
    add_location(field, told);
    // A person account shows its contact's fields: PersonEmail, FirstName__pc.
    if (field.size() > 6 && base::starts_with_ignoring_case(field, "Person")) told.emplace_back(field.substr(6));
    if (ends_with(field, "__pc")) told.push_back(without(field, "__pc", "__c"));
    return told;
}

std::string lookup_behind(std::string_view relationship) {
    return ends_with(relationship, "__r") ? without(relationship, "__r", "__c") : std::string(relationship) + "Id";
}

std::vector<std::string_view> lookups_behind_children(std::string_view relationship) {
    const auto* found = std::find_if(std::begin(children), std::end(children), [&](const Children& one) {
        return base::equal_ignoring_case(one.relationship, relationship);
    });
    return found == std::end(children) ? Names() : found->lookups;
}

std::vector<std::string> objects_recorded_by(std::string_view object) {
    for (const std::string_view activities : {"ActivityHistory", "OpenActivity", "LookedUpFromActivity"}) {
        if (base::equal_ignoring_case(object, activities)) return {"Task", "Event"};
    }
    for (const std::string_view end : {"__History", "__Feed", "__ChangeEvent"}) {
        if (ends_with(object, end)) return {without(object, end, "__c")};
    }
    for (const std::string_view end : {"FieldHistory", "History", "Feed", "ChangeEvent"}) {
        if (ends_with(object, end)) return {without(object, end)};
    }
    return {};
}

}  // namespace alysio::sandbox::salesforce
