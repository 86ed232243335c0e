#include "sandbox_host/org/records/records.hpp"
#include "sandbox_host/org/wire/json_body.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

namespace alysio::sandbox::org {

using nlohmann::json;

ApiResult<Upserted> Records::upsert(const Actor& actor, const Object& object, const Field& key, std::string_view value,
                                    std::string_view body) {
    auto document = parse_body(body);
    if (!document) return document.error();
    // A body that is no object is refused where every other one is.
    const bool is_object = document->is_object();
    if (is_object) {
        for (const auto& item : document->items()) {
            if (!base::equal_ignoring_case(item.key(), key.name)) continue;
            return refuse(
                {400, "INVALID_FIELD", "The " + key.name + " field should not be specified in the sobject data."});
        }
    }
    const auto ids = find_ids(database_, object, key, Value{std::string(value)});
    if (ids.size() > 1) {
        return refuse({400, "DUPLICATE_EXTERNAL_ID", "More than one record found for external id field: " + key.name,
                       std::vector<std::string>{}});
    }
    if (ids.size() == 1) {
        const auto updated = update(actor, object, ids.front(), body);
        if (!updated) return updated.error();
        return Upserted{ids.front(), false};
    }
    if (is_object) (*document)[key.name] = value;
    auto id = create(actor, object, is_object ? document->dump() : std::string(body));
    if (!id) return id.error();
    return Upserted{*std::move(id), true};
}

}  // namespace alysio::sandbox::org
