#include "sandbox_host/org/soap/xml.hpp"

#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <system_error>
#include <utility>

namespace alysio::sandbox::org {
namespace {

constexpr int deepest = 32;

constexpr std::array<std::pair<std::string_view, char>, 5> entities = {
    {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};

constexpr const char* too_deep = "The document is nested too deeply.";
constexpr const char* has_doctype = "DOCTYPE is disallowed.";
constexpr const char* cut_short = "XML document structures must start and end within the same entity.";

// "amp", "#65", "#x41"
bool append_entity(std::string& text, std::string_view name) {
    if (name.substr(0, 1) == "#") {
        const bool hex = name.substr(1, 1) == "x";
        const std::string_view digits = name.substr(hex ? 2 : 1);
        unsigned point = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point, hex ? 16 : 10);
        const bool surrogate = base::utf8::is_high_surrogate(point) || base::utf8::is_low_surrogate(point);
        if (error != std::errc() || end != digits.data() + digits.size()) return false;
        if (point == 0 || point > 0x10FFFF || surrogate) return false;
        base::utf8::append(point, text);
        return true;
    }
    const auto* const known =
        std::find_if(entities.begin(), entities.end(), [&](const auto& entity) { return entity.first == name; });
    if (known == entities.end()) return false;
    text += known->second;
    return true;
}

// pugixml leaves a reference that it does not know as it stands, and takes any number for a character; here neither is
// text. So it is told to leave all of them alone. Gives why not, if so.
const char* append_text(std::string& text, std::string_view written) {
    while (!written.empty()) {
        const auto plain = std::min(written.find('&'), written.size());
        text += written.substr(0, plain);
        written.remove_prefix(plain);
        if (written.empty()) break;
        const auto end = written.find(';');
        const bool known = end != std::string_view::npos && append_entity(text, written.substr(1, end - 1));
        if (!known) return "The entity was referenced, but not declared.";
        written.remove_prefix(end + 1);
    }
    return nullptr;
}

// Gives why the element can't be had, if so.
const char* copy(const pugi::xml_node& node, int depth, Element& element) {
    if (depth > deepest) return too_deep;
    const std::string_view qualified = node.name();
    element.name = qualified.substr(qualified.find(':') == std::string_view::npos ? 0 : qualified.find(':') + 1);
    for (const pugi::xml_node& child : node.children()) {
        const char* refused = nullptr;
        if (child.type() == pugi::node_element) refused = copy(child, depth + 1, element.children.emplace_back());
        if (child.type() == pugi::node_pcdata) refused = append_text(element.text, child.value());
        if (child.type() == pugi::node_cdata) element.text += child.value();
        if (refused != nullptr) return refused;
    }
    return nullptr;
}

// Whether any element lies deeper than is read. Goes no deeper than that itself.
bool is_too_deep(const pugi::xml_node& node, int depth) {
    if (depth > deepest) return true;
    const auto children = node.children();
    return std::any_of(children.begin(), children.end(), [&](const pugi::xml_node& child) {
        return child.type() == pugi::node_element && is_too_deep(child, depth + 1);
    });
}

const char* reason(const pugi::xml_parse_result& parsed, std::size_t size) {
    const bool at_end = static_cast<std::size_t>(parsed.offset) + 1 >= size;
    switch (parsed.status) {
        case pugi::status_bad_doctype:
            return has_doctype;
        case pugi::status_end_element_mismatch:
            return at_end ? cut_short : "The element type must be terminated by the matching end-tag.";
        case pugi::status_unrecognized_tag:
        case pugi::status_bad_attribute:
        case pugi::status_bad_start_element:
        case pugi::status_bad_end_element:
            return at_end ? cut_short : "The markup in the document must be well-formed.";
        default:
            return cut_short;
    }
}

}  // namespace

const Element* Element::child(std::string_view child_name) const noexcept {
    const auto found = std::find_if(children.begin(), children.end(),
                                    [&](const Element& element) { return element.name == child_name; });
    return found == children.end() ? nullptr : &*found;
}

// pugixml reads without recursion and expands no entity; it takes fragments, so that what stands around the one element
// is seen here, and refused.
base::Result<Element> parse_xml(std::string_view document) {
    constexpr unsigned options = pugi::parse_cdata | pugi::parse_ws_pcdata | pugi::parse_doctype | pugi::parse_fragment;
    if (document.find('\0') != std::string_view::npos)
        return base::Error{"The markup in the document must be well-formed."};
    pugi::xml_document tree;
    const pugi::xml_parse_result parsed =
        tree.load_buffer(document.data(), document.size(), options, pugi::encoding_utf8);
    if (is_too_deep(tree, -1)) return base::Error{too_deep};
    if (tree.find_child([](const auto& node) { return node.type() == pugi::node_doctype; }))
        return base::Error{has_doctype};
    if (!parsed) return base::Error{reason(parsed, document.size())};

    std::optional<pugi::xml_node> root;
    for (const pugi::xml_node& node : tree.children()) {
        const bool blank = node.type() == pugi::node_pcdata && base::trim(node.value()).empty();
        if (blank) continue;
        if (root) return base::Error{"Content is not allowed in trailing section."};
        if (node.type() != pugi::node_element) return base::Error{"Content is not allowed in prolog."};
        root = node;
    }
    if (!root) return base::Error{"Content is not allowed in prolog."};
    // pugixml reads over a tag that only begins, where that is the last of the document.
    if (base::trim(document).back() != '>') return base::Error{"Content is not allowed in trailing section."};
    Element element;
    if (const char* refused = copy(*root, 0, element)) return base::Error{refused};
    return element;
}

std::string xml_text(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        const auto* const entity =
            std::find_if(entities.begin(), entities.end(), [&](const auto& known) { return known.second == c; });
        if (entity == entities.end())
            escaped += c;
        else
            escaped.append("&").append(entity->first).append(";");
    }
    return escaped;
}

}  // namespace alysio::sandbox::org
