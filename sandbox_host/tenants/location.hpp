#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::tenants {

/// Where in a request a name stands, as an endpoint of the manifest says it:
///
///     "contact"        always this one: the endpoint is about one object
///     "{object}"       a segment of the path
///     "?fields"        a query parameter
///     "#/properties"   a place in the body, by a JSON pointer; "#" is the whole of it
struct Location {
    enum class Place { constant, path, query, body };

    /// Nothing where it is written in none of these ways.
    static std::optional<Location> parse(std::string_view text);

    /// In the body, and not the whole of it.
    bool is_inside_body() const { return place == Place::body && !name.empty(); }

    Place place = Place::constant;
    std::string name;  ///< the constant, the capture, the key or the pointer
};

}  // namespace alysio::sandbox::tenants
