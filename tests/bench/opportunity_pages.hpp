#pragma once

#include <cstddef>
#include <string>

namespace alysio::bench {

/// The columns of these pages, as a query would name them.
inline constexpr const char* opportunity_query =
    "SELECT Id, Name, StageName, Amount, ExpectedRevenue, Probability, CloseDate, IsClosed, IsWon, Type, LeadSource, "
    "NextStep, Description, CreatedDate, LastModifiedDate, AccountId, OwnerId, Account.Name, Account.Industry, "
    "Owner.Name FROM Opportunity";

/// One of their records, and what stands before and after a page's records.
std::string opportunity(std::size_t number);
std::string page_head(std::size_t total, const std::string& next);
inline constexpr const char* page_tail = "]}";

/// A page as Salesforce sends it: 20 fields a record, two parents among them, 900 bytes in all. Which record it is tells
/// every byte of it, so that any two programs can make the same pages. `next` is the path of the next page, empty on the
/// last one.
std::string opportunity_page(std::size_t first, std::size_t records, std::size_t total, const std::string& next);

}  // namespace alysio::bench
