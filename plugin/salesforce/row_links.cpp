#include "plugin/salesforce/row_links.hpp"

#include <algorithm>

namespace alysio::salesforce {

RowLinks::RowLinks(const Links& links, PageLookup look_up) : links_(links), look_up_(std::move(look_up)) {}

bool RowLinks::append_link(std::string_view object, std::string_view id, std::string_view document_id,
                           std::string& out) const {
    const bool told_by_id = object.empty() || object == "Name" || !document_id.empty();
    if (told_by_id) {
        const std::optional<std::string> link = links_.record(object, id, std::nullopt, document_id);
        if (link) out += *link;
        return link.has_value();
    }
    const Known& it = known(object);
    if (!it.frame || !Links::is_path_safe(id)) return false;
    out.append(it.frame->before).append(id).append(it.frame->after);
    return true;
}

const RowLinks::Known& RowLinks::known(std::string_view object) const {
    const auto found = std::find_if(known_.begin(), known_.end(), [&](const Known& k) { return k.object == object; });
    if (found != known_.end()) return *found;
    return known_.emplace_back(Known{std::string(object), links_.frame(object, look_up_(object))});
}

}  // namespace alysio::salesforce
