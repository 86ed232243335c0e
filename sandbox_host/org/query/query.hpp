#pragma once

#include "sandbox_host/org/query/cursors.hpp"
#include "sandbox_host/org/query/query_context.hpp"

#include <alysio/base/result.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

class Database;
class Schema;
class TimeZones;

/// The query resource of one org: SOQL in, the body of the response out:
///   {"totalSize":2086,"done":false,"nextRecordsUrl":"/services/data/v63.0/query/0r8…-2000","records":[…]}
/// Used from the thread of the database. Neither the schema nor the database may go away before it.
class Queries {
  public:
    Queries(const Schema& schema, Database& database);
    ~Queries();

    base::Result<std::string, QueryError> run(std::string_view soql, const QueryContext& context);

    /// The page behind a locator, "0r8…-2000", the last part of a nextRecordsUrl. The rows are those the query found;
    /// their values are of now, and a row deleted since then is left out. A page can be asked for again. A locator is
    /// for its user in its session, and ends with that, after fifteen idle minutes, or as the oldest of more than ten.
    base::Result<std::string, QueryError> more(std::string_view locator, const QueryContext& context);

    /// Forgets all locators, as if they had expired.
    void expire_locators() { cursors_.clear(); }

  private:
    const Schema& schema_;
    Database& database_;
    std::shared_ptr<TimeZones> zones_;
    Cursors cursors_;
};

}  // namespace alysio::sandbox::org
