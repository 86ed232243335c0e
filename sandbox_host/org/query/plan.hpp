#pragma once

#include "sandbox_host/org/schema/field.hpp"
#include "sandbox_host/org/schema/value.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// A compiled query: SQL to run, and how its rows become JSON. Columns count from 0.
namespace alysio::sandbox::org {

struct Shape;

struct Scalar {
    int column = 0;
    FieldType type = FieldType::string;
};

/// An address from its parts; null when all of them are.
struct Compound {
    struct Part {
        std::string key;
        Scalar value;
    };
    std::vector<Part> parts;
};

/// The children of the row: the rows of the plan's child at this place.
struct Children {
    std::size_t child = 0;
};

struct Member {
    std::string key;
    std::variant<Scalar, Compound, Children, std::unique_ptr<Shape>> content;
    std::string json = ",\"" + key + "\":";  ///< the key as it goes before each value
};

/// A JSON object with "attributes" and members. A parent is null when its Id is.
struct Shape {
    static constexpr int none = -1;

    std::string type;          ///< in the attributes; empty: what the object column says
    std::string url;           ///< in the attributes, before the Id or, with an object column, before object and Id
    int id_column = none;      ///< none: the attributes have no URL
    int object_column = none;  ///< the object's name in the URL; none: `type`
    std::vector<Member> members;
    /// TYPEOF: members by the object the row belongs to; `members` are those of ELSE.
    std::vector<std::pair<std::string, std::vector<Member>>> branches;
};

struct QueryPlan {
    enum class Kind { records, groups, count } kind = Kind::records;
    /// Of records: the numbers of the rows, in order; of groups: the rows themselves; of a count: one number.
    std::string sql;
    std::string page_sql;  ///< of records alone: the rows of a JSON list of numbers; the last column is the place in it
    std::string single_page;        ///< the object of records that are given as one page or not at all; empty: not so
    std::vector<Value> parameters;  ///< for the parameters 2, 3, ... of both
    Shape shape;
    std::vector<std::unique_ptr<QueryPlan>> children;
};

}  // namespace alysio::sandbox::org
