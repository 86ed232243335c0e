#pragma once

#include "sandbox_host/org/records/input.hpp"
#include "sandbox_host/org/time/datetime.hpp"

namespace alysio::sandbox::org {

/// What the org itself writes into a record when `input` is saved: defaults of a new one, fields that follow a picklist
/// value (IsClosed follows StageName), names of people, products, fiscal periods. `record` already holds the input.
void apply_defaults(const Input& input, Record& record);
void apply_followers(const Input& input, Write write, Record& record);
void apply_derivations(Instant now, Record& record);

/// The rules of Task and Event: an Event has an end, WhoId of a Lead excludes WhatId, AccountId follows both.
ApiErrors apply_activity_rules(Database& database, const Schema& schema, const Input& input, Record& record);

}  // namespace alysio::sandbox::org
