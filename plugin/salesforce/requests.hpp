#pragma once

#include "plugin/salesforce/answer.hpp"

#include <alysio/sdk/http.hpp>

#include <string>
#include <string_view>

/// Every request that the plugin can make, and no other: the manifest's endpoints, one function each.
namespace alysio::salesforce {

struct Request {
    Request(RequestInfo info_, sdk::HttpRequest http_) : info(std::move(info_)), http(std::move(http_)) {}

    RequestInfo info;
    sdk::HttpRequest http;
};

/// The connection's root document. Cheap and always there: it tells whether the connection itself still works.
Request get_connection();

/// `all_rows`: deleted and archived ones too.
Request get_query(std::string soql, bool all_rows = false);

/// `next_records_url` as an answer gave it. Only what stands behind the API's root is used, so the request goes to the
/// call's own connection wherever the link pointed; nothing when it is no link to a page of a query.
std::optional<Request> get_next_page(std::string_view next_records_url);

/// `modified_since` is the Last-Modified of a copy at hand, or empty.
Request get_describe(std::string_view object, std::string_view modified_since = {});

/// All readable fields, or `fields` (comma-separated).
Request get_row(std::string_view object, std::string_view id, std::string fields = {});

Request post_row(std::string_view object, std::string body, bool allow_duplicates);

/// `unmodified_since` is an HTTP date, or empty.
Request patch_row(std::string_view object, std::string_view id, std::string body, bool allow_duplicates,
                  std::string_view unmodified_since);

}  // namespace alysio::salesforce
