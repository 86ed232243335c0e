#include "sandbox_host/org/describe/describe.hpp"

#include "sandbox_host/org/describe/field_json.hpp"
#include "sandbox_host/org/store/database.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <utility>

namespace alysio::sandbox::org {
namespace {

using nlohmann::ordered_json;

constexpr const char* master_record_type = "012000000000000AAA";

std::string object_url(const Object& object, const DescribeBase& base) {
    return std::string("/services/data/v").append(base.api_version) + "/sobjects/" + object.name;
}

// What the global list and the full description share.
ordered_json summary(const Object& object, const Profile& profile, const DescribeBase& base) {
    const bool ordinary = object.layoutable;
    const std::string url = object_url(object, base);
    ordered_json urls = {{"rowTemplate", url + "/{ID}"}, {"describe", url + "/describe"}, {"sobject", url}};
    if (ordinary) {
        for (const char* name : {"compactLayouts", "approvalLayouts", "layouts"})
            urls[name] = url + "/describe/" + name;
        for (const char* name : {"listviews", "quickActions"}) urls[name] = url + "/" + name;
    }
    return {{"activateable", false},
            {"associateEntityType", nullptr},
            {"associateParentEntity", nullptr},
            {"createable", profile.can_create(object)},
            {"custom", object.custom},
            {"customSetting", false},
            {"deepCloneable", false},
            {"deletable", profile.can_delete(object)},
            {"deprecatedAndHidden", false},
            {"feedEnabled", ordinary},
            {"hasSubtypes", false},
            {"isInterface", false},
            {"isSubtype", false},
            {"keyPrefix", object.key_prefix.empty() ? ordered_json() : ordered_json(object.key_prefix)},
            {"label", object.label},
            {"labelPlural", object.label_plural},
            {"layoutable", object.layoutable},
            {"mergeable", object.name == "Account" || object.name == "Contact" || object.name == "Lead"},
            {"mruEnabled", ordinary},
            {"name", object.name},
            {"queryable", object.queryable},
            {"replicateable", object.retrieveable},
            {"retrieveable", object.retrieveable},
            {"searchable", object.searchable},
            {"triggerable", ordinary},
            {"undeletable", profile.can_delete(object)},
            {"updateable", profile.can_update(object)},
            {"urls", std::move(urls)}};
}

ordered_json child_relationships(const Schema& schema, const Object& object, const Profile& profile) {
    ordered_json children = ordered_json::array();
    for (const ChildRelationship& child : object.children) {
        const Object& target = *schema.find(child.child);
        if (!profile.can_read(target, *target.find(child.field))) continue;
        children.push_back({{"cascadeDelete", child.cascade_delete},
                            {"childSObject", child.child},
                            {"deprecatedAndHidden", false},
                            {"field", child.field},
                            {"junctionIdListNames", ordered_json::array()},
                            {"junctionReferenceTo", ordered_json::array()},
                            {"relationshipName", child.name.empty() ? ordered_json() : ordered_json(child.name)},
                            {"restrictedDelete", false}});
    }
    return children;
}

ordered_json record_type(const std::string& id, const std::string& name, const std::string& developer_name, bool master,
                         bool is_default, const std::string& url) {
    return {{"active", true},
            {"available", true},
            {"defaultRecordTypeMapping", is_default},
            {"developerName", developer_name},
            {"master", master},
            {"name", name},
            {"recordTypeId", id},
            {"urls", {{"layout", url + "/describe/layouts/" + id}}}};
}

ordered_json record_types(Database& database, const Schema& schema, const Object& object, const std::string& url) {
    ordered_json types = ordered_json::array();
    if (const Object* declared = schema.find("RecordType")) {
        Statement select = database.prepare("SELECT Id, Name, DeveloperName FROM " + sql_name(declared->table) +
                                            " WHERE SobjectType = ? AND IsActive = 1 ORDER BY Id");
        for (select.bind(1, std::string_view(object.name)); select.step();) {
            types.push_back(record_type(std::string(select.text(0)), std::string(select.text(1)),
                                        std::string(select.text(2)), false, types.empty(), url));
        }
    }
    types.push_back(record_type(master_record_type, "Master", "Master", true, types.empty(), url));
    return types;
}

// Salesforce lists an object's properties by name.
ordered_json by_name(const ordered_json& description) {
    std::map<std::string, ordered_json> sorted;
    for (const auto& [name, value] : description.items()) sorted.emplace(name, value);
    ordered_json ordered;
    for (auto& [name, value] : sorted) ordered[name] = std::move(value);
    return ordered;
}

}  // namespace

std::string describe_global(const Schema& schema, const Profile& profile, const DescribeBase& base) {
    ordered_json objects = ordered_json::array();
    for (const Object& object : schema.objects()) {
        if (profile.can_read(object)) objects.push_back(summary(object, profile, base));
    }
    return ordered_json{{"encoding", "UTF-8"}, {"maxBatchSize", 200}, {"sobjects", std::move(objects)}}.dump();
}

std::string describe_summary(const Object& object, const Profile& profile, const DescribeBase& base) {
    return ordered_json{{"objectDescribe", summary(object, profile, base)}, {"recentItems", ordered_json::array()}}
        .dump();
}

std::string describe_object(Database& database, const Schema& schema, const Object& object, const Profile& profile,
                            const DescribeBase& base) {
    const std::string url = object_url(object, base);
    const std::string instance(base.instance_url);
    ordered_json description = summary(object, profile, base);
    description["actionOverrides"] = ordered_json::array();
    description["childRelationships"] = child_relationships(schema, object, profile);
    description["compactLayoutable"] = object.layoutable;
    description["defaultImplementation"] = nullptr;
    description["extendedBy"] = nullptr;
    description["extendsInterfaces"] = nullptr;
    ordered_json fields = ordered_json::array();
    for (const Field& field : object.fields) {
        if (profile.can_read(object, field)) fields.push_back(describe_field(object, field, profile));
    }
    description["fields"] = std::move(fields);
    description["implementedBy"] = nullptr;
    description["implementsInterfaces"] = nullptr;
    description["listviewable"] = nullptr;
    description["lookupLayoutable"] = nullptr;
    description["namedLayoutInfos"] = ordered_json::array();
    description["networkScopeFieldName"] = nullptr;
    description["recordTypeInfos"] = record_types(database, schema, object, url);
    description["searchLayoutable"] = object.searchable;
    description["sobjectDescribeOption"] = "FULL";
    description["supportedScopes"] = {{{"label", "All " + object.label_plural}, {"name", "everything"}}};
    if (object.find("OwnerId") != nullptr) {
        description["supportedScopes"].push_back({{"label", "My " + object.label_plural}, {"name", "mine"}});
    }
    description["urls"]["uiDetailTemplate"] = instance + "/{ID}";
    description["urls"]["uiEditTemplate"] = instance + "/{ID}/e";
    description["urls"]["uiNewRecord"] = instance + "/" + object.key_prefix + "/e";
    return by_name(description).dump();
}

}  // namespace alysio::sandbox::org
