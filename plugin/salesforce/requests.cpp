#include "plugin/salesforce/requests.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::salesforce {

namespace {

using sdk::HttpRequest;

std::string path_of(std::string_view object) {
    return "/sobjects/" + std::string(object);
}

// Ids of external objects may hold anything.
HttpRequest row_request(alysio_http_method method, std::string_view object, std::string_view id) {
    return HttpRequest(method, path_of(object) + "/" + base::percent_encoded(id));
}

HttpRequest writing(HttpRequest request, std::string body, bool allow_duplicates) {
    HttpRequest written = std::move(request).with_json(std::move(body));
    // Without details the answer names no matches; as the current user, so that nobody learns of records hidden from him.
    written.headers.emplace_back("sforce-duplicate-rule-header",
                                 std::string("allowSave=") + (allow_duplicates ? "true" : "false") +
                                     "; includeRecordDetails=true; runAsCurrentUser=true");
    return written;
}

}  // namespace

Request get_connection() {
    return {{Verb::get, RequestInfo::Kind::connection}, {ALYSIO_HTTP_GET, "/"}};
}

Request get_query(std::string soql, bool all_rows) {
    return {{Verb::get, RequestInfo::Kind::query},
            HttpRequest(ALYSIO_HTTP_GET, all_rows ? "/queryAll" : "/query").with_query("q", std::move(soql))};
}

std::optional<Request> get_next_page(std::string_view next_records_url) {
    const bool on_this_host = next_records_url.starts_with('/') && !next_records_url.starts_with("//");
    const std::size_t slash = next_records_url.rfind('/');
    if (!on_this_host) return std::nullopt;
    const std::string_view resource = next_records_url.substr(0, slash);
    if (!resource.ends_with("/query") && !resource.ends_with("/queryAll")) return std::nullopt;
    const std::string_view locator = next_records_url.substr(slash + 1);
    const bool plain = !locator.empty() && std::all_of(locator.begin(), locator.end(), [](char c) {
        return base::is_letter_or_digit(c) || c == '-' || c == '_';
    });
    if (!plain) return std::nullopt;
    return Request{{Verb::get, RequestInfo::Kind::query},
                   {ALYSIO_HTTP_GET, std::string(resource.substr(resource.rfind('/'))) + '/' + std::string(locator)}};
}

Request get_describe(std::string_view object, std::string_view modified_since) {
    HttpRequest http(ALYSIO_HTTP_GET, path_of(object) + "/describe");
    if (!modified_since.empty()) http.headers.emplace_back("if-modified-since", modified_since);
    return {{Verb::get, RequestInfo::Kind::describe, std::string(object)}, std::move(http)};
}

Request get_row(std::string_view object, std::string_view id, std::string fields) {
    HttpRequest http = row_request(ALYSIO_HTTP_GET, object, id);
    if (!fields.empty()) http.query.emplace_back("fields", std::move(fields));
    return {{Verb::get, RequestInfo::Kind::record, std::string(object), std::string(id)}, std::move(http)};
}

Request post_row(std::string_view object, std::string body, bool allow_duplicates) {
    return {{Verb::post, RequestInfo::Kind::record, std::string(object)},
            writing(HttpRequest(ALYSIO_HTTP_POST, path_of(object)), std::move(body), allow_duplicates)};
}

Request patch_row(std::string_view object, std::string_view id, std::string body, bool allow_duplicates,
                  std::string_view unmodified_since) {
    HttpRequest http = writing(row_request(ALYSIO_HTTP_PATCH, object, id), std::move(body), allow_duplicates);
    if (!unmodified_since.empty()) http.headers.emplace_back("if-unmodified-since", unmodified_since);
    return {{Verb::patch, RequestInfo::Kind::record, std::string(object), std::string(id)}, std::move(http)};
}

}  // namespace alysio::salesforce
