#pragma once

#include "sandbox_host/org/query/page_shrink.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace alysio::sandbox::org {

class Profile;

/// Who asks, when, and how the answer is spelt.
struct QueryContext {
    const Profile& profile;    ///< objects and fields it hides do not exist for the query
    std::string user_id;       ///< 18 characters: USING SCOPE mine, and the owner of locators
    std::string session = {};  ///< the access token: a locator is of one session, and ends with it
    std::string time_zone;     ///< IANA name; days begin there for date literals. Unknown names count as UTC
    std::chrono::sys_time<std::chrono::milliseconds> now;
    std::string api_version;         ///< "63.0", for the URLs in the answer
    std::size_t batch_size = 2000;   ///< rows in a page, those of children included; also in a page of children
    PageShrink page_shrink = {};     ///< pages made smaller at random, for tests
    bool deleted_too = false;        ///< /queryAll: rows with IsDeleted = true as well
    unsigned fiscal_year_start = 1;  ///< month
    bool fiscal_year_named_by_start = false;  ///< otherwise a fiscal year has the name of the year in which it ends
    unsigned week_start = 0;                  ///< day of the week: 0 is Sunday
};

/// Why a query was refused, as Salesforce answers it with HTTP status 400.
struct QueryError {
    std::string code;
    std::string message;
};

}  // namespace alysio::sandbox::org
