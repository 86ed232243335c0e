#include "plugin/salesforce/answer.hpp"

#include <alysio/base/text.hpp>

#include <charconv>

namespace alysio::salesforce {

namespace {

std::optional<std::uint64_t> read_count(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

Answer Answer::stopped(RequestInfo request) {
    Answer answer(std::move(request), sdk::HttpResponse());
    answer.status = ALYSIO_E_CANCELLED;
    return answer;
}

bool Answer::is_markup() const {
    const std::string_view text = base::trim(body);
    return !text.empty() && text.front() == '<';
}

std::optional<ApiUsage> read_api_usage(std::string_view limit_info) {
    constexpr std::string_view name = "api-usage=";
    for (const std::string_view part : base::split(limit_info, ';')) {
        const std::string_view entry = base::trim(part);
        if (entry.substr(0, name.size()) != name) continue;
        const std::string_view counts = entry.substr(name.size());
        const std::size_t slash = counts.find('/');
        if (slash == std::string_view::npos) return std::nullopt;
        const auto used = read_count(counts.substr(0, slash));
        const auto limit = read_count(counts.substr(slash + 1));
        if (!used || !limit) return std::nullopt;
        return ApiUsage{*used, *limit};
    }
    return std::nullopt;
}

}  // namespace alysio::salesforce
