#pragma once

#include "sandbox_host/cli/show/json_text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::cli {

/// A tool's result taken apart: which member holds its rows, its counts, its link. Everything that the views know of the
/// members of a result is told here, by three things that hold for the tools of any plugin:
///
/// - the tool's output schema: which lists are of objects, what stands first, what is always there;
/// - the shape of a value: an address is a link, an object with a `path` is a file;
/// - a few plain names: `returned` of a `total…` or of a `…_count`, `complete`, `columns`, `hint`, `warnings`.
struct ResultShape {
    struct Counts {
        Json returned;
        Json total;
        std::string what;  ///< "records"
        bool complete = true;
    };
    struct Named {
        std::string name;
        Json value;
    };

    std::string link;                  ///< to what the result is about; empty: none
    Json subject;                      ///< the one thing that it is about, an object; null: none
    Json rows;                         ///< a list of objects; null: none
    std::vector<std::string> columns;  ///< of the rows, where the result names them
    bool rows_describe = false;        ///< each row tells the name and type of something
    std::vector<Json> groups;          ///< objects that hold lists of names
    std::optional<Counts> counts;      ///< of the rows
    Json file;                         ///< with all rows; null: none
    std::vector<Named> sections;       ///< further objects that the tool always gives, beside its subject
    Json rest = Json::object();        ///< whatever else there is, in its order
    std::string hint;
    std::vector<std::string> warnings;
};

/// `result` is an object. A schema that is none leaves the shape alone to go by.
ResultShape shape_of(Json result, const Json& output_schema);

/// A member that says where something is opened: `url` or `…_url`, with an address.
bool is_link(std::string_view name, const Json& value);
/// The first of them, or "".
std::string link_of(const Json& object);

/// A list of rows.
bool is_list_of_objects(const Json& value);

/// A column whose values tell nothing but which one it is.
bool is_id(std::string_view column);

/// A file that is named with its path.
bool is_file(const Json& value);

/// The column that people would click on: the name, or what else is no id.
std::size_t named_column(const std::vector<std::string>& columns);

}  // namespace alysio::sandbox::cli
