#include "plugin/salesforce/links.hpp"

#include "plugin/salesforce/id.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/text.hpp>

#include <algorithm>
#include <array>

namespace alysio::salesforce {

namespace {

struct Origin {
    std::string_view scheme;
    std::string_view host;  // without port
};

// What becomes of a host, by how it ends; the first row that fits decides.
struct HostFamily {
    std::string_view suffix;
    enum class Becomes { suffix, itself, first_label, nothing } becomes;
    std::string_view lightning_suffix;
};
constexpr HostFamily families[] = {
    {"login.salesforce.com", HostFamily::Becomes::nothing, {}},
    {"test.salesforce.com", HostFamily::Becomes::nothing, {}},
    {".vf.force.com", HostFamily::Becomes::nothing, {}},
    {".my.site.com", HostFamily::Becomes::nothing, {}},
    {".lightning.force.com", HostFamily::Becomes::itself, {}},
    {".lightning.crmforce.mil", HostFamily::Becomes::itself, {}},
    {".my-lightning.com", HostFamily::Becomes::itself, {}},
    {".lightning.sfcrmapps.cn", HostFamily::Becomes::itself, {}},
    {".my.salesforce.mil", HostFamily::Becomes::suffix, ".lightning.crmforce.mil"},
    {".my.salesforce.com", HostFamily::Becomes::suffix, ".lightning.force.com"},
    {".my-salesforce.com", HostFamily::Becomes::suffix, ".my-lightning.com"},
    {".my.sfcrmproducts.cn", HostFamily::Becomes::suffix, ".lightning.sfcrmapps.cn"},
    {".salesforce.com", HostFamily::Becomes::first_label, ".lightning.force.com"},
    {".database.com", HostFamily::Becomes::first_label, ".lightning.force.com"},
    {".cloudforce.com", HostFamily::Becomes::first_label, ".lightning.force.com"},
    {".force.com", HostFamily::Becomes::nothing, {}},
};

bool is_url_text(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F || c == '"' || c == '<' ||
               c == '>' || c == '\\' || c == '?' || c == '#';
    });
}

// Nothing for what is no http(s) URL, or hides its host behind a user name.
std::optional<Origin> read_origin(std::string_view url) {
    const std::string_view scheme = base::starts_with_ignoring_case(url, "https://")  ? "https://"
                                    : base::starts_with_ignoring_case(url, "http://") ? "http://"
                                                                                      : "";
    if (scheme.empty() || !is_url_text(url)) return std::nullopt;
    const std::string_view rest = url.substr(scheme.size());
    const std::string_view authority = rest.substr(0, rest.find('/'));
    if (authority.empty() || authority.find('@') != std::string_view::npos) return std::nullopt;
    return Origin{scheme, authority.substr(0, authority.find(':'))};
}

std::string without_slash(std::string_view url) {
    while (!url.empty() && url.back() == '/') url.remove_suffix(1);
    return std::string(url);
}

const HostFamily* family_of(std::string_view host) {
    for (const HostFamily& family : families) {
        const bool whole_host = family.suffix.front() != '.';
        const bool fits =
            whole_host ? host == family.suffix : host.size() > family.suffix.size() && host.ends_with(family.suffix);
        if (fits) return &family;
    }
    return nullptr;
}

}  // namespace

std::optional<std::string> lightning_origin(std::string_view instance_url) {
    const std::optional<Origin> origin = read_origin(instance_url);
    if (!origin) return std::nullopt;
    const std::string host = base::lower(origin->host);
    const HostFamily* family = family_of(host);
    if (family == nullptr) return without_slash(instance_url);

    const std::string_view name = std::string_view(host).substr(0, host.size() - family->suffix.size());
    switch (family->becomes) {
        case HostFamily::Becomes::nothing:
            return std::nullopt;
        case HostFamily::Becomes::itself:
            return "https://" + host;
        case HostFamily::Becomes::suffix:
            return "https://" + std::string(name) + std::string(family->lightning_suffix);
        case HostFamily::Becomes::first_label:
            break;
    }
    return "https://" + host.substr(0, host.find('.')) + std::string(family->lightning_suffix);
}

Links Links::from_instance(std::string_view instance_url) {
    Links links;
    if (const auto origin = lightning_origin(instance_url)) {
        links.record_origin_ = *origin;
        links.id_origin_ = without_slash(instance_url);
    }
    return links;
}

Links Links::from_web_url(std::string_view web_url) {
    Links links;
    if (read_origin(web_url)) links.record_origin_ = links.id_origin_ = without_slash(web_url);
    return links;
}

std::optional<std::string> Links::record(std::string_view object, std::string_view id, std::optional<RecordPage> page,
                                         std::string_view document_id) const {
    if (object.empty() || object == "Name") {
        object = object_of_prefix(key_prefix(id));
        page.reset();
    } else if (base::equal_ignoring_case(object, "ContentVersion") && !document_id.empty()) {
        return record("ContentDocument", document_id);
    }
    const std::optional<Frame> around = frame(object, page);
    if (!around || !is_path_safe(id)) return std::nullopt;
    return around->before + std::string(id) + around->after;
}

std::optional<Links::Frame> Links::frame(std::string_view object, std::optional<RecordPage> page) const {
    if (!known()) return std::nullopt;
    if (base::equal_ignoring_case(object, "PersonAccount")) object = "Account";

    // What the name says of history, sharing and the like holds whatever a describe says of layouts.
    const RecordPage by_name = page_of(object);
    switch (by_name == RecordPage::lightning ? page.value_or(by_name) : by_name) {
        case RecordPage::none:
            return std::nullopt;
        case RecordPage::by_id_only:
            return Frame{id_origin_ + "/", ""};
        case RecordPage::lightning:
            break;
    }
    return Frame{record_origin_ + "/lightning/r/" + std::string(object) + "/", "/view"};
}

bool Links::is_path_safe(std::string_view id) {
    // Asked for every row: a look into a list is quicker than comparing letters.
    static constexpr auto safe = [] {
        std::array<bool, 256> is_safe{};
        for (std::size_t c = 0; c < is_safe.size(); ++c) is_safe[c] = base::is_unreserved(static_cast<char>(c));
        return is_safe;
    }();
    return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return safe[static_cast<unsigned char>(c)]; });
}

}  // namespace alysio::salesforce
