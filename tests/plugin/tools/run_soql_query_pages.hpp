// The pages that most tests of paging ask for.
#pragma once

#include "run_soql_query_org.hpp"

namespace alysio::salesforce::testing {

inline const std::string soql = "SELECT Id, Name FROM Account";
inline const std::string by_id = "SELECT Id, Name FROM Account ORDER BY Id";
inline const std::string with_contacts = "SELECT Name, (SELECT LastName FROM Contacts) FROM Account";

inline constexpr std::uint64_t ms = 1'000'000;

// Three pages of two accounts.
inline void script_three_pages(Org& org, const std::string& query = soql) {
    org.page(query, page_of(6, accounts(1, 2), "0r8-2"));
    org.page("/query/0r8-2", page_of(6, accounts(3, 2), "0r8-4"));
    org.page("/query/0r8-4", page_of(6, accounts(5, 2)));
}

// ,"Contacts":{…} with `count` rows from `from` on.
inline std::string contacts(std::size_t total, std::size_t from, std::size_t count, const std::string& next = {}) {
    std::string rows;
    for (std::size_t i = from; i < from + count; ++i) rows += (i > from ? "," : "") + contact(i);
    return R"(,"Contacts":)" + page_of(total, rows, next);
}

inline std::string contact_page(std::size_t total, std::size_t from, std::size_t count, const std::string& next = {}) {
    const std::string member = contacts(total, from, count, next);
    return member.substr(member.find(':') + 1);
}

inline std::vector<std::string> names_in(const Json& rows, const char* name) {
    std::vector<std::string> names;
    for (const auto& row : rows) names.push_back(row[name]);
    return names;
}

using Names = std::vector<std::string>;

}  // namespace alysio::salesforce::testing
