#pragma once

#include "sandbox_host/org/schema/field.hpp"

#include <alysio/base/result.hpp>
#include <alysio/base/text.hpp>

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// One way down from an object: child.field points at it.
struct ChildRelationship {
    std::string name;  ///< empty: not usable in a subquery
    std::string child;
    std::string field;
    bool cascade_delete = false;
};

struct Object {
    std::string name;
    std::string table;  ///< where the store keeps its records
    std::string label;
    std::string label_plural;
    std::string key_prefix;  ///< empty: none

    bool custom = false;
    bool queryable = true;
    bool createable = true;
    bool updateable = true;
    bool deletable = true;
    bool layoutable = true;
    bool searchable = true;
    /// Records are made by the org alone (EntityDefinition); no request reads one by its id.
    bool retrieveable = true;

    std::vector<Field> fields;  ///< in describe order
    std::vector<ChildRelationship> children;

    const Field* find(std::string_view field) const noexcept;
    /// The reference field behind a parent path: "Account" -> AccountId, "Project__r" -> Project__c.
    const Field* find_parent(std::string_view relationship) const noexcept;
    const ChildRelationship* find_child(std::string_view relationship) const noexcept;
    /// What a person calls a record by: Name, Subject, CaseNumber; null when the object has none.
    const Field* name_field() const noexcept;

  private:
    friend class Schema;
    std::map<std::string, std::size_t, base::LessIgnoringCase> by_name_;
};

/// The objects of one org, fixed once loaded. Pointers into it stay valid for its life, also when it is moved.
class Schema {
  public:
    /// From one JSON document per object (see demo/README.md); the error names the object, the field and the rule.
    /// Tables are named as the objects, after `table_prefix`: several schemas may share a database.
    static base::Result<Schema> load(const std::vector<nlohmann::json>& objects, const std::string& table_prefix = "");

    const Object* find(std::string_view object) const noexcept;
    /// The object an id belongs to, by its first three characters; null when no object has that prefix.
    const Object* of_id(std::string_view id) const noexcept;
    const std::vector<Object>& objects() const noexcept { return objects_; }

  private:
    Schema() = default;
    base::Result<void> name_parts(const std::string& table_prefix);
    base::Result<void> join_objects();

    std::vector<Object> objects_;
    std::map<std::string, std::size_t, base::LessIgnoringCase> by_name_;
    std::map<std::string, std::size_t, std::less<>> by_prefix_;
};

}  // namespace alysio::sandbox::org
