#include "sandbox_host/org/pages/html.hpp"

namespace alysio::sandbox::org {
namespace {

constexpr std::string_view style = R"(
body { margin: 0; background: #f3f3f3; color: #181818; font: 14px/1.5 system-ui, sans-serif; }
header { background: #032d60; color: #fff; padding: .6rem 1.5rem; }
header a { color: #fff; text-decoration: none; font-weight: 600; }
header span { opacity: .75; margin-left: 1rem; }
main { max-width: 70rem; margin: 1.25rem auto; padding: 0 1rem; }
section { background: #fff; border: 1px solid #dddbda; border-radius: .4rem; padding: 1rem 1.25rem;
  margin-bottom: 1rem; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1rem; margin: 0 0 .6rem; }
.kind { color: #5c5c5c; margin: 0; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: .1rem 2rem; margin: 0; }
dl div { border-bottom: 1px solid #eee; padding: .35rem 0; } dt { color: #5c5c5c; font-size: .8rem; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #eee; }
th { color: #5c5c5c; font-weight: 400; font-size: .8rem; } a { color: #0b5cab; }
)";

}  // namespace

std::string escape_html(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                safe += c;
        }
    }
    return safe;
}

std::string html_page(std::string_view title, std::string_view org, const std::string& body) {
    std::string page = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>";
    page += escape_html(title) + " | " + escape_html(org) + "</title><style>";
    page.append(style);
    page += "</style></head><body><header><a href=\"/\">" + escape_html(org) +
            "</a><span>sandbox org</span></header><main>" + body + "</main></body></html>";
    return page;
}

std::string html_link(std::string_view target, std::string_view text) {
    return "<a href=\"" + escape_html(target) + "\">" + escape_html(text) + "</a>";
}

}  // namespace alysio::sandbox::org
