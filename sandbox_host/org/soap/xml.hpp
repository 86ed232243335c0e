#pragma once

#include <alysio/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// An XML element, as far as a SOAP message needs one: its name without the namespace's prefix, its text, its children.
/// Attributes are read over.
struct Element {
    std::string name;
    std::string text;
    std::vector<Element> children;

    /// The first child of that name; null when there is none.
    const Element* child(std::string_view child_name) const noexcept;
};

/// The document's one element. Documents with a DOCTYPE are refused, and so are those nested deeper than any envelope.
base::Result<Element> parse_xml(std::string_view document);

/// Text between tags.
std::string xml_text(std::string_view text);

}  // namespace alysio::sandbox::org
