#pragma once

#include "sandbox_host/org/access/profile.hpp"
#include "sandbox_host/org/schema/schema.hpp"

#include <string>
#include <string_view>

namespace alysio::sandbox::org {

class Database;

/// Where a description points: its URLs carry the API version asked for and the tenant's own instance.
struct DescribeBase {
    std::string_view api_version;   ///< "63.0"
    std::string_view instance_url;  ///< "http://127.0.0.1:40001"
};

/// GET /sobjects: every object the profile may read, in brief.
std::string describe_global(const Schema& schema, const Profile& profile, const DescribeBase& base);

/// GET /sobjects/X: one of those briefs.
std::string describe_summary(const Object& object, const Profile& profile, const DescribeBase& base);

/// GET /sobjects/X/describe: the object as the profile sees it. Record types come from the RecordType rows.
std::string describe_object(Database& database, const Schema& schema, const Object& object, const Profile& profile,
                            const DescribeBase& base);

}  // namespace alysio::sandbox::org
