#pragma once

#include "sandbox_host/org/query/compilation.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// The rows one SELECT is about: those of an object, each with the parents that the query names. Every parent is joined
/// once, and outward, so that a row without that parent stays.
class Joins {
  public:
    static constexpr std::size_t most_hops = 5;

    /// Where a path has led to: a joined object, or, after a reference to several objects, any of them.
    struct Place {
        std::size_t table = 0;
        const Field* choice = nullptr;  ///< the polymorphic reference, a field of `table`; null: the table itself
    };

    Joins(Compilation& compilation, SqlDraft& draft, const Object& object, const soql::Source& source);

    const Object& object() const { return *tables_.front().object; }
    const std::string& alias() const { return tables_.front().alias; }

    /// How many names at the front of a path only say where it starts: 1 for "a.Name" and "Account.Name" when the query
    /// is FROM Account a.
    std::size_t qualifiers(const soql::Path& path) const;
    /// One relationship up.
    Place parent(Place from, std::string_view relationship, std::size_t offset);
    /// A field of the place; `Type` too where the place is one of several objects.
    Expression field(Place place, std::string_view name, std::size_t offset);
    /// The whole way.
    Expression field(const soql::Path& path);
    /// The field of an object at a place that is not a choice, stored or not.
    Expression column(Place place, const Field& field) const;

    /// The place as one of the objects its choice offers; null when it does not offer it.
    const Object* chosen(Place place, std::string_view object, std::size_t offset, Place& as);

    const Object* object_at(Place place) const { return place.choice ? nullptr : tables_[place.table].object; }
    /// SQL for the Id of the record at a place; null when there is none.
    std::string id(Place place) const;
    /// SQL for the name of the object it belongs to, where that is a choice.
    std::string object_name(Place place);

    /// What stands after FROM.
    std::string sql() const;
    /// The same for the rows whose numbers are in the JSON list in the run-time parameter, in its order.
    std::string sql_of_page() const;
    /// SQL for the number by which the database knows a row of the object: smaller and sooner found than its Id.
    std::string row_number() const { return alias() + "._rowid_"; }

  private:
    struct Table {
        const Object* object;
        std::string alias;
        std::size_t from = 0;        // the table that refers to it
        const Field* via = nullptr;  // by this field
    };

    std::string parents() const;
    std::size_t join(std::size_t from, const Field& via, const Object& object);
    std::string reference(Place place) const;

    Compilation& compilation_;
    SqlDraft& draft_;
    const soql::Source& source_;
    std::vector<Table> tables_;
};

}  // namespace alysio::sandbox::org
