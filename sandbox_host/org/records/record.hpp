#pragma once

#include "sandbox_host/org/schema/schema.hpp"
#include "sandbox_host/org/store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// One record in memory: a value for each field of its object, by the field's place there. Compound fields stay null.
class Record {
  public:
    explicit Record(const Object& object) : object_(&object), values_(object.fields.size()) {}

    const Object& object() const noexcept { return *object_; }

    const Value& operator[](const Field& field) const { return values_[place(field)]; }
    Value& operator[](const Field& field) { return values_[place(field)]; }

    /// By API name; null where the object has no such field.
    const Value& get(std::string_view field) const;
    std::string_view text(std::string_view field) const;
    bool is_true(std::string_view field) const;
    /// Does nothing where the object has no such field: rules name fields that not every org declares.
    void set(std::string_view field, Value value);

  private:
    std::size_t place(const Field& field) const { return static_cast<std::size_t>(&field - object_->fields.data()); }

    const Object* object_;
    std::vector<Value> values_;
};

/// The record with this 18-character id, a deleted one too.
std::optional<Record> load(Database& database, const Object& object, std::string_view id);
/// The ids of at most two live records whose field holds the value: enough to know none, one, or several.
std::vector<std::string> find_ids(Database& database, const Object& object, const Field& field, const Value& value);

void insert(Database& database, const Record& record);
/// The same for many records of one object.
class Inserter {
  public:
    Inserter(Database& database, const Object& object);
    void insert(const Record& record);

  private:
    Statement statement_;
};

/// Writes every field that differs.
void update(Database& database, const Record& before, const Record& after);

}  // namespace alysio::sandbox::org
