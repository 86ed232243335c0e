#pragma once

#include "sandbox_host/org/time/datetime.hpp"
#include "sandbox_host/org/wire/http.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

/// What the headers of a conditional request compare with. Only Accounts and descriptions have an ETag.
struct Validators {
    std::optional<Instant> changed;
    std::string etag;  ///< with its quotes; empty: none, and the headers about it count for nothing
};

/// The answer that a condition gives instead of the resource: 304 or 412; none when it is to be read.
std::optional<Response> refusal_to_read(const Request& request, const Validators& validators);
/// The same for PATCH, where a condition that can't be read is a 400. If-Modified-Since is no condition for writing.
std::optional<Response> refusal_to_write(const Request& request, const Validators& validators);

/// A hash of a text, spelt like Salesforce's ETags.
std::string etag_of(std::string_view text);
void add_validators(Response& response, const Validators& validators);

}  // namespace alysio::sandbox::org
