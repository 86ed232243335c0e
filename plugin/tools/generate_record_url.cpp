#include "plugin/salesforce/id.hpp"
#include "plugin/salesforce/object_name.hpp"
#include "plugin/salesforce/text.hpp"
#include "plugin/tools/arguments.hpp"
#include "plugin/tools/link_source.hpp"
#include "plugin/tools/tools.hpp"

#include <fmt/format.h>

namespace alysio::salesforce {

namespace {

// The object that the id itself names wins over the one in the arguments; where it names none we know, the link leads
// to the id alone.
std::string object_for_link(Target& target) {
    const std::string_view prefix = key_prefix(target.id);
    if (has_no_own_prefix(target.object) || same_letters(target.object, "Name")) return target.object;
    const std::string_view known = object_of_prefix(prefix);
    const std::string_view expected = prefix_of_object(target.object);
    if (known.empty() && !expected.empty()) {
        target.warnings.push_back(
            fmt::format("Ids of {} begin with {}, this one with {}: it is a record of another "
                        "object, so the link leads to the id alone.",
                        target.object, expected, prefix));
        return {};
    }
    if (known.empty() || same_letters(known, target.object)) return known.empty() ? target.object : std::string(known);
    if (!same_letters(target.object, "PersonAccount")) {
        target.warnings.push_back(
            fmt::format("Ids that begin with {} are of {}, not {}; corrected.", prefix, known, target.object));
    }
    return std::string(known);
}

}  // namespace

void check_generate_record_url(const sdk::Json& arguments, ArgumentFaults& faults) {
    check_object_name(arguments, faults);
    check_record_id(arguments, IdUse::Read, faults);
}

Task<Result<std::string>> generate_record_url(ToolRun& run) {
    Target target = read_target(run.arguments);
    const std::string object = object_for_link(target);
    const bool known = co_await ensure_links(run, target.object);

    std::optional<RecordPage> page;
    if (const DescribePointer describe = run.describes.peek(run.account.principal, object)) page = describe->page();
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
