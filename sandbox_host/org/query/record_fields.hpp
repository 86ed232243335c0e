#pragma once

#include "sandbox_host/org/query/operands.hpp"
#include "sandbox_host/org/query/plan.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// The columns of one SQL SELECT, in the making.
class Columns {
  public:
    int add(std::string sql) {
        columns_.push_back(std::move(sql));
        return static_cast<int>(columns_.size()) - 1;
    }
    std::string sql() const;

  private:
    std::vector<std::string> columns_;
};

/// The SELECT list of a query for records, all but its child queries: fields of the object and its parents become
/// members of a shape in the order of the list, with the names of the schema.
class RecordFields {
  public:
    RecordFields(Frame& frame, Columns& columns, Shape& shape);

    void add(const soql::SelectedOperand& selected);
    void add(const soql::FieldSet& set);
    void add(const soql::TypeOf& choice);
    /// For a child query; false when the key is taken.
    bool add_children(const std::string& key, std::size_t child, std::size_t offset);

  private:
    using Members = std::vector<Member>;

    void add_path(const soql::Path& path);
    void add_path(const soql::Path& path, std::size_t first, Joins::Place place, Members& members);
    void add_field(Joins::Place place, const Field& field, Members& members, std::size_t offset);
    Shape& parent(Members& members, const std::string& key, Joins::Place place);
    std::string url_of_records() const;
    bool is_free(const Members& members, const std::string& key, std::size_t offset);

    Frame& frame_;
    Columns& columns_;
    Shape& shape_;
    std::size_t unnamed_ = 0;
};

}  // namespace alysio::sandbox::org
