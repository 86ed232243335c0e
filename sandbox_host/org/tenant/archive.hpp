#pragma once

#include "sandbox_host/org/schema/schema.hpp"
#include "sandbox_host/org/store/database.hpp"
#include "sandbox_host/org/time/datetime.hpp"

namespace alysio::sandbox::org {

/// What Salesforce does over night with old activities: events that ended more than a year ago, and tasks closed whose
/// day is as long ago, become archived. /query leaves them out, /queryAll shows them. An archived one that is too
/// young, as the clock was set back, is one no more.
void archive_activities(Database& database, const Schema& schema, Instant now);

}  // namespace alysio::sandbox::org
