#include "plugin/tools/account_links.hpp"

#include "plugin/salesforce/object_name.hpp"

#include <alysio/base/json_member.hpp>

namespace alysio::salesforce {

Links links_of(const sdk::Call& call, const PrincipalState& principal) {
    std::string instance_url;
    if (call.connection().find("instance_url") != std::string_view::npos) {
        const std::optional<sdk::Json> connection = sdk::parse_json(call.connection());
        if (connection) instance_url = base::text_member(*connection, "instance_url");
    }
    // A web URL other than the instance's own was chosen by somebody, and is used as it is.
    const bool chosen = !instance_url.empty() && !call.web_url().empty() && call.web_url() != instance_url;
    if (chosen) return Links::from_web_url(call.web_url());
    if (!call.web_url().empty()) return Links::from_instance(call.web_url());
    return Links::from_instance(instance_url.empty() ? principal.instance_url : instance_url);
}

void learn_links(ToolRun& run, const Describe& describe) {
    if (run.links.known() || describe.instance_url.empty()) return;
    run.principal.instance_url = describe.instance_url;
    run.links = Links::from_instance(describe.instance_url);
}

Task<bool> ensure_links(ToolRun& run, std::string object) {
    if (!run.links.known() && is_object_name(object)) {
        const Result<DescribePointer> found = co_await run.describes.get(run.rest, run.principal.key, object);
        if (found) learn_links(run, **found);
    }
    co_return run.links.known();
}

}  // namespace alysio::salesforce
