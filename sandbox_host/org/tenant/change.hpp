#pragma once

#include <alysio/base/result.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace alysio::sandbox::org {

class Tenant;

/// A change that somebody makes while others look on: a record created, updated or deleted by the org itself, past the
/// API. In JSON as the API's own requests:
///   {"method":"PATCH", "path":"/sobjects/Lead/00Q…", "body":{"Status":"Closed"}}
struct Change {
    std::string method;
    std::string object;
    std::string id;    ///< empty for POST
    std::string body;  ///< JSON; empty for DELETE

    static base::Result<Change> load(const nlohmann::json& document);
    /// The record's id, or Salesforce's refusal in words.
    base::Result<std::string> make(Tenant& tenant) const;
};

}  // namespace alysio::sandbox::org
