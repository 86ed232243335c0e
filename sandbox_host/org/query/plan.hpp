#pragma once

#include "sandbox_host/org/schema/field.hpp"
#include "sandbox_host/org/store/value.hpp"

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

struct Plan {
    enum class Kind { Records, Groups, Count } kind = Kind::Records;
    /// Records: the numbers of the rows, in order; Groups: the rows themselves; Count: one number.
    std::string sql;
    std::string page_sql;     ///< Records alone: the rows of a JSON list of numbers; the last column is the place in it
    std::string single_page;  ///< the object of records that are given as one page or not at all; empty: not so
    std::vector<Value> parameters;  ///< for the parameters 2, 3, ... of both
    Shape shape;
    std::vector<std::unique_ptr<Plan>> children;
};

}  // namespace alysio::sandbox::org
