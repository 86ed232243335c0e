#pragma once

#include "sandbox_host/org/query/cursors.hpp"
#include "sandbox_host/org/query/page_shrink.hpp"
#include "sandbox_host/org/result.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

class Database;
class Profile;
class Schema;
class TimeZones;

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

/// The query resource of one org: SOQL in, the body of the response out:
///   {"totalSize":2086,"done":false,"nextRecordsUrl":"/services/data/v63.0/query/0r8…-2000","records":[…]}
/// Used from the thread of the database. Neither the schema nor the database may go away before it.
class Queries {
  public:
    Queries(const Schema& schema, Database& database);
    ~Queries();

    Result<std::string, QueryError> run(std::string_view soql, const QueryContext& context);

    /// The page behind a locator, "0r8…-2000", the last part of a nextRecordsUrl. The rows are those the query found;
    /// their values are of now, and a row deleted since then is left out. A page can be asked for again. A locator is
    /// for its user in its session, and ends with that, after fifteen idle minutes, or as the oldest of more than ten.
    Result<std::string, QueryError> more(std::string_view locator, const QueryContext& context);

    /// Forgets all locators, as if they had expired.
    void expire_locators() { cursors_.clear(); }

  private:
    const Schema& schema_;
    Database& database_;
    std::shared_ptr<TimeZones> zones_;
    Cursors cursors_;
};

}  // namespace alysio::sandbox::org
