#include "sandbox_host/salesforce/provider.hpp"

#include "sandbox_host/salesforce/same_values.hpp"
#include "sandbox_host/salesforce/statement.hpp"
#include "sandbox_host/tenants/config_reader.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace alysio::sandbox::salesforce {
namespace {

constexpr std::string_view api_root = "/services/data/v";

bool is_object_name(std::string_view text) {
    return !text.empty() && base::is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) { return base::is_letter_or_digit(c) || c == '_'; });
}

bool is_id(std::string_view text) {
    return (text.size() == 15 || text.size() == 18) && std::all_of(text.begin(), text.end(), base::is_letter_or_digit);
}

class Salesforce final : public tenants::Provider {
  public:
    std::string_view name() const override { return "salesforce"; }

    std::string_view query_language() const override { return "soql"; }

    base::Result<tenants::StatementReads, tenants::UnreadableStatement> read_statement(
        std::string_view statement, const tenants::Relationships& configured) const override {
        return salesforce::read_statement(statement, configured);
    }

    std::vector<std::string> fields_told_by(std::string_view field) const override {
        return salesforce::fields_told_by(field);
    }
    std::vector<std::string> objects_recorded_by(std::string_view object) const override {
        return salesforce::objects_recorded_by(object);
    }

    // Below an object stand its records, and also "listviews", "deleted", "layouts" and more.
    bool may_be(std::string_view capture, std::string_view text) const override {
        if (capture == "object") return is_object_name(text);
        if (capture == "id") return is_id(text);
        return Provider::may_be(capture, text);
    }

    // A body sets the lookup AccountId also through {"Account": {"External__c": …}}, and Deal__c through Deal__r.
    std::string field_set_by(std::string_view member) const override {
        const bool custom = member.size() > 3 && base::ends_with_ignoring_case(member, "__r");
        return custom ? std::string(member.substr(0, member.size() - 1)) + 'c' : std::string(member) + "Id";
    }

    // "/services/data/v62.0/query/01g…" leads to "/query/01g…".
    std::string_view below_root(std::string_view address) const override {
        if (address.substr(0, api_root.size()) != api_root) return {};
        const auto rest = address.substr(api_root.size());
        const auto slash = rest.find('/');
        const auto version = rest.substr(0, slash);
        if (slash == rest.npos || version.find_first_not_of("0123456789.") != version.npos) return {};
        return rest.substr(slash);
    }

    // What Salesforce tells a proxy that asks for a session on behalf of an app nobody approved.
    bool says_not_approved(std::string_view text) const override {
        constexpr std::string_view phrases[] = {"OAUTH_APPROVAL_ERROR",  "app must be installed",
                                                "app+must+be+installed", "blocked by admin",
                                                "blocked+by+admin",      "not attached"};
        return std::any_of(std::begin(phrases), std::end(phrases),
                           [&](std::string_view phrase) { return text.find(phrase) != text.npos; });
    }

    bool throttles(int status, std::string_view body) const override {
        const auto says = [body](std::string_view words) { return body.find(words) != body.npos; };
        return status == 429 || (says("REQUEST_LIMIT_EXCEEDED") && says("ConcurrentRequests"));
    }

    std::string_view connection_kind() const override { return "direct"; }

    tenants::RestConfig read_connection(tenants::ObjectReader& reader) const override {
        using Need = tenants::ObjectReader::Need;
        const auto instance_url = reader.url("instance_url", Need::required);
        const auto version = reader.version("api_version", Need::required);
        return {instance_url + std::string(api_root) + version, instance_url, {{"api_version", version}}};
    }
};

}  // namespace

std::shared_ptr<const tenants::Provider> provider() {
    return std::make_shared<const Salesforce>();
}

}  // namespace alysio::sandbox::salesforce
