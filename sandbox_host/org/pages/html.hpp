#pragma once

#include <string>
#include <string_view>

namespace alysio::sandbox::org {

/// Text made harmless inside HTML, attribute values in double quotes included.
std::string escape_html(std::string_view text);

/// A whole page. `body` is HTML; `title` and `org` are text.
std::string html_page(std::string_view title, std::string_view org, const std::string& body);

/// <a href="…">…</a> from texts.
std::string html_link(std::string_view target, std::string_view text);

}  // namespace alysio::sandbox::org
