#include "plugin/tools/write_preview.hpp"

#include <alysio/base/text.hpp>

#include <fmt/format.h>

#include <array>

namespace alysio::salesforce {

using sdk::Json;

namespace {

constexpr std::string_view version = "2";

// FNV-1a: it guards against mix-ups, not against a host.
class Digest {
  public:
    void add(std::string_view text) {
        for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 1099511628211U;
        hash_ = (hash_ ^ 0xFFU) * 1099511628211U;
    }
    std::string text() const { return fmt::format("{:016x}", hash_); }

  private:
    std::uint64_t hash_ = 14695981039346656037U;
};

}  // namespace

std::string digest_of(const WritePlan& plan, std::string_view id, bool allow_duplicates) {
    Digest digest;
    digest.add(plan.object->name);
    digest.add(id);
    digest.add(plan.body());
    digest.add(allow_duplicates ? "allow_duplicates" : "");
    return digest.text();
}

std::string digest_of_shown(const WritePlan& plan, const ExactMembers& before) {
    Digest digest;
    for (const WriteField& one : plan.fields) {
        const std::string* old = find_member(before, one.name);
        digest.add(one.name);
        digest.add(old != nullptr ? *old : "");
    }
    return digest.text();
}

std::string to_text(const PreviewToken& token) {
    return fmt::format("{}.{}.{}.{}", version, token.digest, token.shown, token.last_modified);
}

std::optional<PreviewToken> read_token(std::string_view text) {
    std::array<std::string_view, 3> parts;  // the date has points of its own
    for (std::string_view& part : parts) {
        const std::size_t point = text.find('.');
        if (point == std::string_view::npos) return std::nullopt;
        part = text.substr(0, point);
        text.remove_prefix(point + 1);
    }
    if (parts[0] != version) return std::nullopt;
    return PreviewToken{std::string(parts[1]), std::string(parts[2]), std::string(text)};
}

Error other_than_previewed() {
    return Error(ErrorCode::conflict,
                 "This call differs from the one that was previewed and confirmed; nothing was sent.",
                 "Preview it again and let the user confirm what will really be written.", Outcome::not_sent);
}

std::string preview_json(std::string_view title, const std::optional<std::string>& location, const WritePlan& plan,
                         const ExactMembers* before, bool allow_duplicates, const PreviewToken& token) {
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
    std::vector<std::string> warnings = plan.warnings;
    if (allow_duplicates) {
        warnings.emplace_back("allow_duplicates: a duplicate rule that only warns will not stop it.");
    }
    if (!warnings.empty()) json += R"(,"warnings":)" + sdk::to_text(Json(warnings));
    return json + R"(,"token":)" + sdk::to_text(Json(to_text(token))) + "}";
}

}  // namespace alysio::salesforce
