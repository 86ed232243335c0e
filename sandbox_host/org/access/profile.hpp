#pragma once

#include "sandbox_host/org/schema/schema.hpp"

#include <alysio/base/result.hpp>
#include <alysio/base/text.hpp>

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <set>
#include <string>

namespace alysio::sandbox::org {

/// What the users of one profile may see and do. Everything a request touches is asked of it: an object or field that
/// may not be read does not exist for that user, in query, describe and record alike.
class Profile {
  public:
    /// From {"objects": {"*": "CRUD", "Salary__c": ""}, "hidden": ["Account.Margin__c"], "read_only": [...]}: the
    /// letters stand for create, read, update, delete; "*" for every object not named.
    static base::Result<Profile> load(const std::string& name, const nlohmann::json& document, const Schema& schema);

    /// The org itself, as when demo records are loaded: everything, audit fields included.
    static Profile system();

    const std::string& name() const noexcept { return name_; }

    bool can_read(const Object& object) const { return allows(object, 'R'); }
    bool can_create(const Object& object) const { return system_ || (object.createable && allows(object, 'C')); }
    bool can_update(const Object& object) const { return system_ || (object.updateable && allows(object, 'U')); }
    bool can_delete(const Object& object) const { return system_ || (object.deletable && allows(object, 'D')); }

    bool can_read(const Object& object, const Field& field) const;
    bool can_create(const Object& object, const Field& field) const;
    bool can_update(const Object& object, const Field& field) const;

  private:
    using FieldSet = std::map<std::string, std::set<std::string, base::LessIgnoringCase>, base::LessIgnoringCase>;

    bool allows(const Object& object, char right) const;
    static bool holds(const FieldSet& set, const Object& object, const Field& field);

    std::string name_;
    bool system_ = false;
    std::map<std::string, std::string, base::LessIgnoringCase> rights_;
    FieldSet hidden_;
    FieldSet read_only_;
};

}  // namespace alysio::sandbox::org
