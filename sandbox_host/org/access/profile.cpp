#include "sandbox_host/org/access/profile.hpp"

#include <nlohmann/json.hpp>

namespace alysio::sandbox::org {

using nlohmann::json;

base::Result<Profile> Profile::load(const std::string& name, const json& document, const Schema& schema) {
    const std::string where = "profile \"" + name + "\"";
    Profile profile;
    profile.name_ = name;
    try {
        for (const auto& [key, value] : document.items()) {
            if (key == "objects") {
                for (const auto& [object, rights] : value.items()) {
                    if (object != "*" && schema.find(object) == nullptr) {
                        return base::Error{where + ": there is no object " + object};
                    }
                    profile.rights_.emplace(object, rights.get<std::string>());
                }
            } else if (key == "hidden" || key == "read_only") {
                for (const json& entry : value) {
                    const auto path = entry.get<std::string>();
                    const auto dot = path.find('.');
                    const Object* object = schema.find(path.substr(0, dot));
                    const Field* field =
                        object == nullptr || dot == std::string::npos ? nullptr : object->find(path.substr(dot + 1));
                    if (field == nullptr) return base::Error{where + ": there is no field " + path};
                    (key == "hidden" ? profile.hidden_ : profile.read_only_)[object->name].insert(field->name);
                }
            } else {
                return base::Error{where + " has an unknown key \"" + key + "\""};
            }
        }
    } catch (const json::exception& error) {
        return base::Error{where + ": " + error.what()};
    }
    return profile;
}

Profile Profile::system() {
    Profile profile;
    profile.name_ = "system";
    profile.system_ = true;
    return profile;
}

bool Profile::can_read(const Object& object, const Field& field) const {
    return can_read(object) && !holds(hidden_, object, field);
}

bool Profile::can_create(const Object& object, const Field& field) const {
    return system_ || (field.createable && can_create(object) && !holds(hidden_, object, field) &&
                       !holds(read_only_, object, field));
}

bool Profile::can_update(const Object& object, const Field& field) const {
    return system_ || (field.updateable && can_update(object) && !holds(hidden_, object, field) &&
                       !holds(read_only_, object, field));
}

bool Profile::allows(const Object& object, char right) const {
    if (system_) return true;
    auto rights = rights_.find(object.name);
    if (rights == rights_.end()) rights = rights_.find("*");
    return rights != rights_.end() && rights->second.find(right) != std::string::npos;
}

bool Profile::holds(const FieldSet& set, const Object& object, const Field& field) {
    const auto fields = set.find(object.name);
    return fields != set.end() && fields->second.count(field.name) != 0;
}

}  // namespace alysio::sandbox::org
