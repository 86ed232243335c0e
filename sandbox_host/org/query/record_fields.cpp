#include "sandbox_host/org/query/record_fields.hpp"

#include "sandbox_host/soql/format.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <cctype>

namespace alysio::sandbox::org {
namespace {

// "BillingPostalCode" of "BillingAddress" is "postalCode".
std::string part_key(const Field& part, const Field& compound) {
    const std::size_t prefix = compound.name.size() - std::string_view("Address").size();
    std::string key = part.name.substr(std::min(prefix, part.name.size()));
    if (!key.empty()) key.front() = base::lower(key.front());
    return key;
}

}  // namespace

std::string Columns::sql() const {
    std::string sql;
    for (const std::string& column : columns_) sql += (sql.empty() ? "" : ", ") + column;
    return sql;
}

RecordFields::RecordFields(Frame& frame, Columns& columns, Shape& shape)
    : frame_(frame), columns_(columns), shape_(shape) {
    shape_.type = frame_.joins.object().name;
    shape_.url = url_of_records() + shape_.type + "/";
    shape_.id_column = columns_.add(frame_.joins.id({}));
}

std::string RecordFields::url_of_records() const {
    return "/services/data/v" + frame_.compilation.asker.api_version + "/sobjects/";
}

void RecordFields::add(const soql::SelectedOperand& selected) {
    if (const auto* path = std::get_if<soql::Path>(&selected.operand)) {
        if (!selected.alias.empty()) {
            frame_.compilation.refuse(path->offset, "MALFORMED_QUERY", "only aggregate expressions use field aliasing");
        }
        return add_path(*path);
    }
    const Expression expression = compile(frame_, selected.operand, Use::select);
    std::string key = selected.alias;
    if (key.empty()) key = expression.field != nullptr ? expression.field->name : "expr" + std::to_string(unnamed_++);
    if (is_free(shape_.members, key, offset_of(selected.operand)))
        shape_.members.push_back({key, Scalar{columns_.add(expression.sql), expression.type}});
}

void RecordFields::add(const soql::FieldSet& set) {
    const Object& object = frame_.joins.object();
    for (const Field& field : object.fields) {
        const bool wanted =
            set.kind == soql::FieldSet::Kind::all || field.custom == (set.kind == soql::FieldSet::Kind::custom);
        if (wanted && frame_.compilation.field(object, field.name) != nullptr)
            add_field({}, field, shape_.members, set.offset);
    }
}

void RecordFields::add_path(const soql::Path& path) {
    const std::size_t first = frame_.joins.qualifiers(path);
    if (path.names.size() - first - 1 > Joins::most_hops) {
        frame_.joins.field(path);  // says so
        return;
    }
    add_path(path, first, {}, shape_.members);
}

void RecordFields::add_path(const soql::Path& path, std::size_t first, Joins::Place place, Members& members) {
    Members* into = &members;
    for (std::size_t i = first; i + 1 < path.names.size(); ++i) {
        const Object* object = frame_.joins.object_at(place);
        const Field* reference = object == nullptr ? nullptr : object->find_parent(path.names[i]);
        place = frame_.joins.parent(place, path.names[i], path.offset);
        if (frame_.compilation.error) return;
        into = &parent(*into, reference->relationship, place).members;
    }
    const std::string& name = path.names.back();
    if (const Object* object = frame_.joins.object_at(place)) {
        const Field* field = frame_.compilation.field(*object, name);
        if (field == nullptr) return frame_.compilation.no_such_column(path.offset, name, object->name);
        return add_field(place, *field, *into, path.offset);
    }
    const Expression expression = frame_.joins.field(place, name, path.offset);
    std::string key = base::equal_ignoring_case(name, "Type")   ? "Type"
                      : base::equal_ignoring_case(name, "Id")   ? "Id"
                      : base::equal_ignoring_case(name, "Name") ? "Name"
                                                                : "";
    if (key.empty() && expression.field != nullptr) key = expression.field->name;
    if (is_free(*into, key, path.offset)) into->push_back({key, Scalar{columns_.add(expression.sql), expression.type}});
}

void RecordFields::add_field(Joins::Place place, const Field& field, Members& members, std::size_t offset) {
    if (!is_free(members, field.name, offset)) return;
    const auto scalar = [&](const Field& stored) {
        return Scalar{columns_.add(frame_.joins.column(place, stored).sql), stored.type};
    };
    if (field.stored()) {
        members.push_back({field.name, scalar(field)});
        return;
    }
    Compound compound;
    for (const Field& part : frame_.joins.object_at(place)->fields) {
        if (part.compound == field.name && part.stored())
            compound.parts.push_back({part_key(part, field), scalar(part)});
    }
    std::sort(compound.parts.begin(), compound.parts.end(),
              [](const Compound::Part& a, const Compound::Part& b) { return a.key < b.key; });
    members.push_back({field.name, std::move(compound)});
}

Shape& RecordFields::parent(Members& members, const std::string& key, Joins::Place place) {
    for (Member& member : members) {
        auto* shape = std::get_if<std::unique_ptr<Shape>>(&member.content);
        if (shape != nullptr && member.key == key) return **shape;
    }
    auto shape = std::make_unique<Shape>();
    shape->id_column = columns_.add(frame_.joins.id(place));
    if (const Object* object = frame_.joins.object_at(place)) {
        shape->type = object->name;
        shape->url = url_of_records() + object->name + "/";
    } else {
        // Salesforce calls the object behind such a reference Name; the URL tells the real one.
        shape->type = "Name";
        shape->url = url_of_records();
        shape->object_column = columns_.add(frame_.joins.object_name(place));
    }
    members.push_back({key, std::move(shape)});
    return *std::get<std::unique_ptr<Shape>>(members.back().content);
}

void RecordFields::add(const soql::TypeOf& choice) {
    Joins::Place place;
    Members* into = &shape_.members;
    const soql::Path& path = choice.relationship;
    const Field* reference = nullptr;
    for (std::size_t i = frame_.joins.qualifiers(path); i < path.names.size(); ++i) {
        const Object* object = frame_.joins.object_at(place);
        reference = object == nullptr ? nullptr : object->find_parent(path.names[i]);
        place = frame_.joins.parent(place, path.names[i], path.offset);
        if (frame_.compilation.error) return;
        if (i + 1 < path.names.size()) into = &parent(*into, reference->relationship, place).members;
    }
    if (place.choice == nullptr) {
        frame_.compilation.refuse(
            path.offset, "INVALID_FIELD",
            "TYPEOF needs a relationship to several objects: '" + soql::format(path) + "' has one");
        return;
    }
    if (!is_free(*into, reference->relationship, path.offset)) return;
    Shape& shape = parent(*into, reference->relationship, place);
    shape.type.clear();
    for (const soql::TypeOf::Branch& branch : choice.branches) {
        Joins::Place as;
        const Object* object = frame_.joins.chosen(place, branch.object, branch.offset, as);
        if (object == nullptr) return;
        Members& members = shape.branches.emplace_back(object->name, Members()).second;
        for (const soql::Path& field : branch.fields) add_path(field, 0, as, members);
    }
    for (const soql::Path& field : choice.otherwise) add_path(field, 0, place, shape.members);
}

bool RecordFields::add_children(const std::string& key, std::size_t child, std::size_t offset) {
    if (!is_free(shape_.members, key, offset)) return false;
    shape_.members.push_back({key, Children{child}});
    return true;
}

bool RecordFields::is_free(const Members& members, const std::string& key, std::size_t offset) {
    const bool taken =
        std::any_of(members.begin(), members.end(), [&](const Member& member) { return member.key == key; });
    if (taken) frame_.compilation.refuse(offset, "INVALID_FIELD", "duplicate field selected: " + key);
    return !taken;
}

}  // namespace alysio::sandbox::org
