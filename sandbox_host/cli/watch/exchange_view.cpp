#include "sandbox_host/cli/watch/exchange_view.hpp"

#include "sandbox_host/cli/watch/units.hpp"

namespace alysio::sandbox::cli {
namespace {

using services::ExchangeRecord;

constexpr std::size_t indent = 4;
constexpr std::size_t shown_without_terminal = 160;
constexpr std::size_t body_shown_without_terminal = 1000;

const char* method_name(alysio_http_method method) {
    switch (method) {
        case ALYSIO_HTTP_POST:
            return "POST";
        case ALYSIO_HTTP_PATCH:
            return "PATCH";
        case ALYSIO_HTTP_PUT:
            return "PUT";
        default:
            return "GET";
    }
}

std::string ending(const ExchangeRecord& record, const Style& style) {
    if (record.status == ALYSIO_E_CANCELLED) return dim("cancelled", style);
    if (record.status != ALYSIO_OK) return red("failed: " + safe_text(record.message), style);
    const auto status = std::to_string(record.http_status);
    return record.http_status >= 400 ? red(status, style) : status;
}

std::string body_line(const char* arrow, const std::string& body, std::uint64_t bytes, const Style& style) {
    if (body.empty()) return "";
    const auto width = style.width > indent + 8 ? style.width - indent - 3 : body_shown_without_terminal;
    auto text = cut_to(safe_text(body), width);
    if (bytes > body.size() && text.size() == body.size()) text += "…";
    return std::string(indent, ' ') + dim(arrow + text, style) + '\n';
}

}  // namespace

std::string request_text(const ExchangeRecord& record) {
    auto text = std::string(method_name(record.method)) + ' ' + record.path;
    char mark = '?';
    for (const auto& [key, value] : record.query) {
        text += mark + key + '=' + value;
        mark = '&';
    }
    return safe_text(text);
}

std::string exchange_line(const ExchangeRecord& record, unsigned attempt, const Style& style) {
    auto rest = "  " + ending(record, style);
    auto plain_width = display_width("  " + ending(record, Style{}));
    std::string figures;
    if (record.http_status != 0) figures += "  " + bytes_text(record.response_bytes);
    figures += "  " + time_text(record.spent);
    if (attempt > 1) figures += "  (try " + std::to_string(attempt) + ")";
    if (record.replayed) figures += "  (again with a fresh credential)";
    rest += dim(figures, style);
    plain_width += display_width(figures) + indent;
    const auto room = style.width == 0                 ? shown_without_terminal
                      : style.width > plain_width + 20 ? style.width - plain_width
                                                       : std::size_t{20};
    return std::string(indent, ' ') + cut_to(request_text(record), room) + rest + '\n';
}

std::string exchange_bodies(const ExchangeRecord& record, const Style& style) {
    return body_line("-> ", record.request_body, record.request_bytes, style) +
           body_line("<- ", record.response_body, record.response_bytes, style);
}

}  // namespace alysio::sandbox::cli
