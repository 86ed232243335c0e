#include "sandbox_host/org/rest/preconditions.hpp"

#include "sandbox_host/org/rest/rest.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/http_date.hpp>

#include <openssl/evp.h>

#include <array>

namespace alysio::sandbox::org {
namespace {

Response precondition_failed(const char* header) {
    return error_response({{412, "PRECONDITION_FAILED", std::string("The record does not fulfil ") + header}});
}

Response unreadable(const char* header) {
    return error_response({{400, "INVALID_ARGUMENT", std::string(header) + " can't be read"}});
}

bool is_list_of_etags(std::string_view header) {
    return header == "*" || (header.size() > 1 && header.front() == '"' && header.back() == '"');
}

bool names(std::string_view list, const std::string& etag) {
    return list == "*" || list.find(etag) != std::string_view::npos;
}

std::optional<Instant> date_of(std::string_view header) {
    const auto seconds = base::parse_http_date(header);
    if (!seconds) return std::nullopt;
    return Instant(std::chrono::seconds(*seconds));
}

bool is_later(std::optional<Instant> changed, Instant since) {
    return changed && std::chrono::floor<std::chrono::seconds>(*changed) > since;
}

}  // namespace

std::optional<Response> refusal_to_read(const Request& request, const Validators& validators) {
    const std::string_view if_match = request.header("If-Match");
    const std::string_view if_none_match = request.header("If-None-Match");
    if (!validators.etag.empty() && !if_match.empty() && !names(if_match, validators.etag)) {
        return precondition_failed("If-Match");
    }
    const auto unmodified_since = date_of(request.header("If-Unmodified-Since"));
    if (unmodified_since && is_later(validators.changed, *unmodified_since)) {
        return precondition_failed("If-Unmodified-Since");
    }
    const auto modified_since = date_of(request.header("If-Modified-Since"));
    const bool same_etag = !validators.etag.empty() && !if_none_match.empty() && names(if_none_match, validators.etag);
    const bool unchanged = modified_since && validators.changed && !is_later(validators.changed, *modified_since);
    if (!same_etag && !unchanged) return std::nullopt;
    Response response{304, {}, ""};
    add_validators(response, validators);
    return response;
}

std::optional<Response> refusal_to_write(const Request& request, const Validators& validators) {
    const std::string_view if_match = request.header("If-Match");
    const std::string_view if_none_match = request.header("If-None-Match");
    if (!if_match.empty() && !is_list_of_etags(if_match)) return unreadable("If-Match");
    if (!if_none_match.empty() && !is_list_of_etags(if_none_match)) return unreadable("If-None-Match");
    if (!validators.etag.empty()) {
        if (!if_match.empty() && !names(if_match, validators.etag)) return precondition_failed("If-Match");
        if (!if_none_match.empty() && names(if_none_match, validators.etag))
            return precondition_failed("If-None-Match");
    }
    const std::string_view header = request.header("If-Unmodified-Since");
    if (header.empty()) return std::nullopt;
    const auto since = date_of(header);
    if (!since) return unreadable("If-Unmodified-Since");
    if (!is_later(validators.changed, *since)) return std::nullopt;
    return error_response({{412, "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE_CHECK",
                            "The entity was modified after the time given in If-Unmodified-Since"}});
}

std::string etag_of(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
    return "\"" + base::base64({reinterpret_cast<const char*>(digest.data()), size}) + "--gzip\"";
}

void add_validators(Response& response, const Validators& validators) {
    if (!validators.etag.empty()) response.headers.emplace_back("ETag", validators.etag);
    if (!validators.changed) return;
    const auto changed = std::chrono::floor<std::chrono::seconds>(*validators.changed);
    response.headers.emplace_back("Last-Modified", base::http_date(changed.time_since_epoch().count()));
}

}  // namespace alysio::sandbox::org
