#pragma once

#include "sandbox_host/org/access/profile.hpp"
#include "sandbox_host/org/records/input.hpp"
#include "sandbox_host/org/records/record.hpp"
#include "sandbox_host/org/time/clock.hpp"
#include "sandbox_host/org/wire/api_error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// Who asks: a user and what the user's profile allows.
struct Actor {
    std::string user_id;
    const Profile* profile;
};

struct Upserted {
    std::string id;
    bool created = false;
};

/// Create, read, update and delete of single records, with Salesforce's checks, side effects and errors. Every write is
/// one transaction.
class Records {
  public:
    Records(Database& database, const Schema& schema, const Clock& clock)
        : database_(database), schema_(schema), clock_(clock) {}

    /// The object a path names, if it exists for this actor.
    ApiResult<const Object*> object(const Actor& actor, std::string_view name) const;

    /// The new record's id.
    ApiResult<std::string> create(const Actor& actor, const Object& object, std::string_view body);
    ApiResult<void> update(const Actor& actor, const Object& object, std::string_view id, std::string_view body);
    /// Updates the record whose external id has that value, or creates it; `body` must not give the external id too.
    ApiResult<Upserted> upsert(const Actor& actor, const Object& object, const Field& key, std::string_view value,
                               std::string_view body);
    /// Into the recycle bin, details of a master with it.
    ApiResult<void> remove(const Actor& actor, const Object& object, std::string_view id);

    /// The record a path names: `id` has 15 or 18 characters.
    ApiResult<Record> find(const Object& object, std::string_view id);
    /// The record as GET gives it; without `fields`, everything the actor may read.
    ApiResult<std::string> to_json(const Actor& actor, const Record& record, const std::vector<std::string>& fields,
                                   std::string_view api_version) const;

    /// The number in the id of the object's newest record; what adds records past this class counts on with it.
    std::uint64_t& last_number(const Object& object);

  private:
    void stamp(const Actor& actor, Write write, Record& record) const;
    void remove_with_details(const Actor& actor, Record record);

    Database& database_;
    const Schema& schema_;
    const Clock& clock_;
    std::map<const Object*, std::uint64_t> last_number_;
};

}  // namespace alysio::sandbox::org
