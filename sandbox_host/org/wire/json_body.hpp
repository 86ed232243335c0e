#pragma once

#include "sandbox_host/org/wire/api_error.hpp"
#include "sandbox_host/org/wire/http.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace alysio::sandbox::org {

/// The JSON of a request's body, or the JSON_PARSER_ERROR that Salesforce answers. Whoever walks or writes a document
/// does so by recursion, so it may be nested a thousand levels deep, as for Salesforce's own parser, and no deeper.
ApiResult<nlohmann::json> parse_body(std::string_view body);

/// The same for whoever answers all mistakes alike: a discarded value where it cannot be read.
nlohmann::json read_body(std::string_view body);

/// With the document as its body. Texts of requests may be in it: what is no UTF-8 in them becomes U+FFFD.
Response document_response(int status, const nlohmann::ordered_json& document);

/// "[line:1, column:2]"
std::string json_position(std::string_view body, std::size_t offset);

}  // namespace alysio::sandbox::org
