#include "sandbox_host/org/soap/xml.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace alysio::sandbox::org {
namespace {

constexpr int deepest = 32;

constexpr std::array<std::pair<std::string_view, char>, 5> entities = {
    {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};

void append_utf8(std::string& text, unsigned point) {
    const auto byte = [](unsigned value) { return static_cast<char>(static_cast<unsigned char>(value)); };
    if (point < 0x80) {
        text += byte(point);
    } else if (point < 0x800) {
        text += byte(0xC0U | point >> 6U);
        text += byte(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
        text += byte(0xE0U | point >> 12U);
        text += byte(0x80U | (point >> 6U & 0x3FU));
        text += byte(0x80U | (point & 0x3FU));
    } else {
        text += byte(0xF0U | point >> 18U);
        text += byte(0x80U | (point >> 12U & 0x3FU));
        text += byte(0x80U | (point >> 6U & 0x3FU));
        text += byte(0x80U | (point & 0x3FU));
    }
}

// "amp", "#65", "#x41"
bool append_entity(std::string& text, std::string_view name) {
    if (name.substr(0, 1) == "#") {
        const bool hex = name.substr(1, 1) == "x";
        const std::string_view digits = name.substr(hex ? 2 : 1);
        unsigned point = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point, hex ? 16 : 10);
        const bool surrogate = point >= 0xD800 && point < 0xE000;
        if (error != std::errc() || end != digits.data() + digits.size()) return false;
        if (point == 0 || point > 0x10FFFF || surrogate) return false;
        append_utf8(text, point);
        return true;
    }
    const auto* const known =
        std::find_if(entities.begin(), entities.end(), [&](const auto& entity) { return entity.first == name; });
    if (known == entities.end()) return false;
    text += known->second;
    return true;
}

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

class Reader {
  public:
    explicit Reader(std::string_view document) : rest_(document) {}

    base::Result<Element> document() {
        Element element;
        if (!skip_prologue() || !read_element(element, 0)) return base::Error{error_};
        if (!skip_prologue()) return base::Error{error_};
        if (!rest_.empty()) return base::Error{"Content is not allowed in trailing section."};
        return element;
    }

  private:
    bool refuse(const char* why) {
        error_ = why;
        return false;
    }

    bool take(std::string_view text) {
        if (rest_.substr(0, text.size()) != text) return false;
        rest_.remove_prefix(text.size());
        return true;
    }

    // What stands before `end`, which is taken too.
    bool take_until(std::string_view end, std::string_view& before) {
        const auto at = rest_.find(end);
        if (at == std::string_view::npos)
            return refuse("XML document structures must start and end within the same entity.");
        before = rest_.substr(0, at);
        rest_.remove_prefix(at + end.size());
        return true;
    }

    // Blanks, comments and processing instructions around the one element.
    bool skip_prologue() {
        std::string_view skipped;
        for (;;) {
            while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
            if (take("<!--")) {
                if (!take_until("-->", skipped)) return false;
            } else if (take("<?")) {
                if (!take_until("?>", skipped)) return false;
            } else {
                return rest_.substr(0, 2) != "<!" || refuse("DOCTYPE is disallowed.");
            }
        }
    }

    // The end of a tag is the first > outside quotes.
    bool take_tag(std::string_view& tag) {
        char quote = 0;
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            const char c = rest_[i];
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                tag = rest_.substr(0, i);
                rest_.remove_prefix(i + 1);
                return true;
            }
        }
        return refuse("XML document structures must start and end within the same entity.");
    }

    bool read_element(Element& element, int depth) {
        if (depth > deepest) return refuse("The document is nested too deeply.");
        std::string_view tag;
        if (!take("<")) return refuse("Content is not allowed in prolog.");
        if (!take_tag(tag)) return false;
        const bool empty = !tag.empty() && tag.back() == '/';
        const std::string_view qualified = tag.substr(
            0, static_cast<std::size_t>(
                   std::find_if(tag.begin(), tag.end(), [](char c) { return is_blank(c) || c == '/'; }) - tag.begin()));
        element.name = qualified.substr(qualified.find(':') == std::string_view::npos ? 0 : qualified.find(':') + 1);
        if (element.name.empty()) return refuse("The markup in the document must be well-formed.");
        return empty || read_content(element, qualified, depth);
    }

    bool read_content(Element& element, std::string_view qualified, int depth) {
        std::string_view part;
        for (;;) {
            if (take("</")) {
                if (!take_tag(part)) return false;
                while (!part.empty() && is_blank(part.back())) part.remove_suffix(1);
                return part == qualified || refuse("The element type must be terminated by the matching end-tag.");
            }
            if (take("<!--")) {
                if (!take_until("-->", part)) return false;
            } else if (take("<![CDATA[")) {
                if (!take_until("]]>", part)) return false;
                element.text += part;
            } else if (take("<?")) {
                if (!take_until("?>", part)) return false;
            } else if (rest_.substr(0, 1) == "<") {
                if (!read_element(element.children.emplace_back(), depth + 1)) return false;
            } else if (!read_text(element.text)) {
                return false;
            }
        }
    }

    bool read_text(std::string& text) {
        if (rest_.empty()) return refuse("XML document structures must start and end within the same entity.");
        while (!rest_.empty() && rest_.front() != '<') {
            if (take("&")) {
                std::string_view name;
                if (!take_until(";", name)) return false;
                if (!append_entity(text, name)) return refuse("The entity was referenced, but not declared.");
            } else {
                text += rest_.front();
                rest_.remove_prefix(1);
            }
        }
        return true;
    }

    std::string_view rest_;
    const char* error_ = "";
};

}  // namespace

const Element* Element::child(std::string_view child_name) const noexcept {
    const auto found = std::find_if(children.begin(), children.end(),
                                    [&](const Element& element) { return element.name == child_name; });
    return found == children.end() ? nullptr : &*found;
}

base::Result<Element> parse_xml(std::string_view document) {
    return Reader(document).document();
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
