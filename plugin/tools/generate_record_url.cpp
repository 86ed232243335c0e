#include "plugin/salesforce/id.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/tools/account_links.hpp"
#include "plugin/tools/arguments.hpp"

#include <alysio/base/text.hpp>

#include <fmt/format.h>

namespace alysio::salesforce {

namespace {

// The object that the id itself names wins over the one in the arguments; where it names none we know, the link leads
// to the id alone.
std::string object_for_link(RecordTarget& target) {
    const std::string_view prefix = key_prefix(target.id);
    if (has_no_own_prefix(target.object) || base::equal_ignoring_case(target.object, "Name")) return target.object;
    const std::string_view known = object_of_prefix(prefix);
    const std::string_view expected = prefix_of_object(target.object);
    if (known.empty() && !expected.empty()) {
        target.warnings.push_back(
            fmt::format("Ids of {} begin with {}, this one with {}: it is a record of another "
                        "object, so the link leads to the id alone.",
                        target.object, expected, prefix));
        return {};
    }
    if (known.empty() || base::equal_ignoring_case(known, target.object))
        return known.empty() ? target.object : std::string(known);
    if (!base::equal_ignoring_case(target.object, "PersonAccount")) {
        target.warnings.push_back(
            fmt::format("Ids that begin with {} are of {}, not {}; corrected.", prefix, known, target.object));
    }
    return std::string(known);
}

}  // namespace

void check_generate_record_url(const sdk::Json& arguments, CheckedArguments& checked) {
    check_record(arguments, IdUse::read, checked);
}

Task<Result<std::string>> generate_record_url(ToolRun& run) {
    RecordTarget target = run.target;
    const std::string object = object_for_link(target);
    const bool known = co_await ensure_links(run, target.object);

    std::optional<RecordPage> page;
    if (const DescribePointer describe = run.describes.peek(run.principal.key, object)) page = describe->page();
    const std::optional<std::string> url = run.links.record(object, target.id, page);
    if (!known) {
        target.warnings.emplace_back(no_link_warning);
    } else if (!url) {
        target.warnings.push_back(fmt::format("Records of {} have no page of their own in Salesforce.", target.object));
    }

    sdk::Json result;
    if (url) result["record_url"] = *url;
    result["object_name"] = object.empty() ? target.object : object;
    result["id"] = target.id;
    add_warnings(result, target.warnings);
    co_return sdk::to_text(result);
}

}  // namespace alysio::salesforce
