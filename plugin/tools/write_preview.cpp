#include "plugin/tools/write_preview.hpp"

#include <alysio/base/text.hpp>

#include <fmt/format.h>

namespace alysio::salesforce {

using sdk::Json;

namespace {

constexpr std::string_view version = "1.";
constexpr std::size_t digest_size = 16;

}  // namespace

// FNV-1a: it guards against mix-ups, not against a host.
std::string digest_of(const WritePlan& plan, std::string_view id) {
    std::uint64_t hash = 14695981039346656037U;
    const auto add = [&](std::string_view text) {
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
        hash = (hash ^ 0xFFU) * 1099511628211U;
    };
    add(plan.object->name);
    add(id);
    add(plan.body());
    return fmt::format("{:016x}", hash);
}

std::string to_text(const PreviewToken& token) {
    return fmt::format("{}{}.{}", version, token.digest, token.last_modified);
}

std::optional<PreviewToken> read_token(std::string_view text) {
    const std::size_t end = version.size() + digest_size;
    if (text.substr(0, version.size()) != version || text.size() <= end || text[end] != '.') return std::nullopt;
    return PreviewToken{std::string(text.substr(version.size(), digest_size)), std::string(text.substr(end + 1))};
}

Error other_than_previewed() {
    return Error(ErrorCode::conflict,
                 "This call differs from the one that was previewed and confirmed; nothing was sent.",
                 "Preview it again and let the user confirm what will really be written.", Outcome::not_sent);
}

std::string preview_json(std::string_view title, const std::optional<std::string>& location, const WritePlan& plan,
                         const ExactMembers* before, const PreviewToken& token) {
    std::string json = R"({"title":)" + sdk::to_text(Json(title));
    if (location) json += R"(,"location":)" + sdk::to_text(Json(*location));
    json += R"(,"changes":[)";
    bool first = true;
    for (const WriteField& one : plan.fields) {
        if (base::equal_ignoring_case(one.name, "attributes")) continue;
        json += first ? "" : ",";
        first = false;
        json += R"({"field":)" + sdk::to_text(Json(one.name));
        const std::string* old = before != nullptr ? find_member(*before, one.name) : nullptr;
        if (old != nullptr) json.append(R"(,"old":)").append(*old);
        json.append(R"(,"new":)").append(one.text).append("}");
    }
    json += ']';
    if (!plan.warnings.empty()) json += R"(,"warnings":)" + sdk::to_text(Json(plan.warnings));
    return json + R"(,"token":)" + sdk::to_text(Json(to_text(token))) + "}";
}

}  // namespace alysio::salesforce
