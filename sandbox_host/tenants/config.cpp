#include "sandbox_host/tenants/config.hpp"

#include "sandbox_host/tenants/config_reader.hpp"
#include "sandbox_host/tenants/provider.hpp"

#include <alysio/base/json_depth.hpp>
#include <alysio/base/text.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace alysio::sandbox::tenants {
namespace {

using Need = ObjectReader::Need;

bool is_name_char(char c) {
    return base::is_letter_or_digit(c) || c == '.' || c == '_' || c == '-' || c == '@';
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 64 && text != "." && text != ".." &&
           std::all_of(text.begin(), text.end(), is_name_char);
}

bool is_path(std::string_view text) {
    return text.front() == '/' && text.back() != '/' && text.find("//") == text.npos && text.find("..") == text.npos &&
           std::all_of(text.begin(), text.end(), [](char c) { return c == '/' || is_name_char(c); });
}

AccessRule read_rule(const Json& value, std::string pointer, ConfigErrors& errors) {
    ObjectReader reader{value, std::move(pointer), errors};
    AccessRule rule;
    rule.allowed_objects = reader.texts("allowed_objects");
    rule.denied_objects = reader.texts("denied_objects").value_or(std::vector<std::string>{});
    rule.denied_fields = reader.texts("denied_fields").value_or(std::vector<std::string>{});
    for (const auto& field : rule.denied_fields) {
        const bool dotted = std::count(field.begin(), field.end(), '.') == 1;
        if (dotted && field.front() != '.' && field.back() != '.') continue;
        reader.error("denied_fields", "\"" + field + "\" must be written Object.Field");
    }
    if (const auto* member = reader.member("relationships"); member && member->is_object()) {
        ObjectReader relationships{*member, reader.pointer("relationships"), errors};
        for (const auto& [name, objects] : member->items()) {
            rule.relationships.emplace_back(name, relationships.texts(name).value_or(std::vector<std::string>{}));
        }
    } else if (member) {
        reader.error("relationships", "must be an object of lists: \"Deal__r\": [\"Deal__c\"]");
    }
    return rule;
}

BudgetConfig read_budget(const Json& value, std::string pointer, ConfigErrors& errors) {
    ObjectReader reader{value, std::move(pointer), errors};
    BudgetConfig budget;
    budget.concurrent = reader.number("concurrent", 1, 1000).value_or(budget.concurrent);
    budget.per_second = reader.number("per_second", 1, 10000).value_or(budget.per_second);
    budget.burst = reader.number("burst", 1, 10000).value_or(budget.per_second);
    return budget;
}

class TenantParser {
  public:
    TenantParser(const std::filesystem::path& folder, const Providers& providers, ConfigErrors& errors)
        : folder_(folder), providers_(providers), errors_(errors) {}

    TenantConfig parse(const std::string& name, const Json& value, std::string pointer) {
        ObjectReader reader{value, std::move(pointer), errors_};
        tenant_.name = name;
        if (!is_name(name)) reader.error("", "a tenant's name is 1 to 64 letters, digits, '.', '_', '-' or '@'");
        if (const auto* member = reader.member("connection")) connection(*member, reader.pointer("connection"));
        users(reader);
        if (const auto* member = reader.member("policy")) {
            ObjectReader policy{*member, reader.pointer("policy"), errors_};
            if (const auto* rule = policy.member("read"))
                tenant_.read = read_rule(*rule, policy.pointer("read"), errors_);
            if (const auto* rule = policy.member("write")) {
                tenant_.write = read_rule(*rule, policy.pointer("write"), errors_);
            }
        }
        if (const auto* member = reader.member("budget")) {
            tenant_.budget = read_budget(*member, reader.pointer("budget"), errors_);
        }
        if (const auto* member = reader.member("settings")) {
            if (!member->is_object()) reader.error("settings", "must be an object");
            tenant_.settings = member->dump();
        }
        tenant_.time_zone = reader.text("time_zone");
        tenant_.locale = reader.text("locale");
        return std::move(tenant_);
    }

  private:
    void connection(const Json& value, std::string pointer) {
        ObjectReader reader{value, std::move(pointer), errors_};
        std::vector<std::string_view> kinds = {"org", "paragon"};
        for (const auto& provider : providers_) {
            if (!provider->connection_kind().empty()) kinds.push_back(provider->connection_kind());
        }
        const auto kind = reader.choice("kind", kinds, Need::required);
        if (kind.empty()) reader.allow_any();
        if (kind.empty() || kind == "org") return;
        tenant_.connection = kind == "paragon" ? Connection(paragon(reader)) : Connection(rest(kind, reader));
        tenant_.web_url = reader.url("web_url", Need::optional);
        if (const auto file = reader.text("ca_file"); !file.empty()) tenant_.ca_file = folder_ / file;
    }

    ParagonConfig paragon(ObjectReader& reader) {
        ParagonConfig paragon;
        paragon.proxy_url = reader.url("proxy_url", Need::required);
        paragon.project_id = reader.text("project_id", Need::required);
        if (!paragon.project_id.empty() && !is_name(paragon.project_id)) {
            reader.error("project_id", "must be letters, digits, '.', '_' or '-'");
        }
        if (auto name = reader.text("integration"); !name.empty()) {
            const bool custom = name.rfind("custom/", 0) == 0;
            if (!is_name(custom ? std::string_view{name}.substr(7) : name)) {
                reader.error("integration", "must be a name, or custom/<integration id>");
            }
            paragon.integration = std::move(name);
        }
        const auto key = reader.secret("signing_key_file", "signing_key_env", folder_, Need::required);
        paragon.signing_key = key.value_or(SecretSource{});
        const auto credential = reader.choice("credential", {"signed", "uuid"}, Need::optional);
        paragon.credential = credential == "uuid" ? CredentialKind::uuid : CredentialKind::signed_token;
        paragon.configuration_id = reader.text("configuration_id");
        paragon.path_prefix = reader.text("path_prefix");
        if (!paragon.path_prefix.empty() && !is_path(paragon.path_prefix)) {
            reader.error("path_prefix", "must be a path like /services/data/v62.0, without a slash at the end");
        }
        paragon.api_version = reader.version("api_version", Need::optional);
        return paragon;
    }

    // Of a kind that one of the providers brings: what is its own it reads, what every one has is read here.
    RestConfig rest(std::string_view kind, ObjectReader& reader) {
        const auto provider = std::find_if(providers_.begin(), providers_.end(),
                                           [&](const auto& one) { return one->connection_kind() == kind; });
        auto rest = (*provider)->read_connection(reader);
        shared_token_ = reader.secret("access_token_file", "access_token_env", folder_, Need::optional);
        return rest;
    }

    void users(ObjectReader& reader) {
        const auto* users = reader.member("users");
        if (!users) return user_by_default(reader);
        if (!users->is_object() || users->empty()) {
            return reader.error("users", "must be an object with a member for each user, at least one");
        }
        for (const auto& [name, value] : users->items()) {
            ObjectReader user{value, child_pointer(reader.pointer("users"), name), errors_};
            if (!is_name(name)) user.error("", "a user's name is 1 to 64 letters, digits, '.', '_', '-' or '@'");
            tenant_.users.push_back(this->user(name, user));
        }
    }

    UserConfig user(const std::string& name, ObjectReader& reader) {
        UserConfig user;
        user.name = name;
        if (std::holds_alternative<ParagonConfig>(tenant_.connection)) {
            user.connected_user = reader.text("connected_user", Need::required);
            user.credential_id = reader.text("credential_id", Need::required);
        } else if (std::holds_alternative<RestConfig>(tenant_.connection)) {
            user.access_token = reader.secret("access_token_file", "access_token_env", folder_,
                                              shared_token_ ? Need::optional : Need::required);
            if (!user.access_token) user.access_token = shared_token_;
        }
        user.user_id = reader.text("user_id");
        user.user_name = reader.text("user_name");
        user.time_zone = reader.text("time_zone");
        user.locale = reader.text("locale");
        return user;
    }

    // A connection with one token needs no users; the sandbox org brings its own.
    void user_by_default(ObjectReader& reader) {
        if (std::holds_alternative<ParagonConfig>(tenant_.connection)) {
            reader.error("users", "is missing: a paragon connection needs connected users");
        } else if (std::holds_alternative<RestConfig>(tenant_.connection)) {
            if (!shared_token_) reader.error("connection", "needs access_token_file or access_token_env");
            UserConfig user;
            user.name = "default";
            user.access_token = shared_token_;
            tenant_.users.push_back(std::move(user));
        }
    }

    using Connection = decltype(TenantConfig::connection);

    const std::filesystem::path& folder_;
    const Providers& providers_;
    ConfigErrors& errors_;
    TenantConfig tenant_;
    std::optional<SecretSource> shared_token_;
};

// The parser quotes what it could not read, which may be a secret in the wrong place: say only where it stands.
std::string place(std::string_view text, std::size_t byte) {
    const auto before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto newline = before.rfind('\n');
    const auto column = before.size() - (newline == before.npos ? 0 : newline + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// nlohmann keeps the last of two members of one name without a word.
class RepeatedMembers {
  public:
    explicit RepeatedMembers(ConfigErrors& errors) : errors_(errors) {}

    bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
        const auto level = static_cast<std::size_t>(depth);
        if (event == Json::parse_event_t::object_start) {
            seen_.resize(level + 1);
            seen_[level].clear();
        } else if (event == Json::parse_event_t::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            path_.resize(level);
            path_[level - 1] = key;
            if (!seen_[level - 1].insert(key).second) {
                std::string pointer;
                for (const auto& step : path_) pointer = child_pointer(pointer, step);
                errors_.push_back({std::move(pointer), "stands there twice"});
            }
        }
        return true;
    }

  private:
    ConfigErrors& errors_;
    std::vector<std::set<std::string>> seen_;
    std::vector<std::string> path_;
};

// Many times what a configuration with settings needs.
constexpr std::size_t deepest = 200;

}  // namespace

base::Result<Config, ConfigErrors> parse_config(std::string_view text, const std::filesystem::path& folder,
                                                const Providers& providers) {
    if (base::nests_deeper_than(deepest, text)) {
        return ConfigErrors{{"", "is nested deeper than " + std::to_string(deepest) + " levels"}};
    }
    ConfigErrors errors;
    Json document;
    try {
        document = Json::parse(text, RepeatedMembers{errors});
    } catch (const Json::parse_error& e) {
        return ConfigErrors{{"", "is not JSON: the mistake is at " + place(text, e.byte)}};
    } catch (const Json::out_of_range&) {
        return ConfigErrors{{"", "holds a number that no double can hold: write a smaller one"}};
    }
    Config config;
    {
        ObjectReader root{document, "", errors};
        const auto* tenants = root.member("tenants");
        if (!tenants || !tenants->is_object() || tenants->empty()) {
            root.error("tenants", "must be an object with a member for each tenant, at least one");
        } else {
            for (const auto& [name, value] : tenants->items()) {
                config.tenants.push_back(TenantParser{folder, providers, errors}.parse(
                    name, value, child_pointer(root.pointer("tenants"), name)));
            }
        }
    }
    if (!errors.empty()) return errors;
    return config;
}

base::Result<Config, ConfigErrors> load_config(const std::filesystem::path& file, const Providers& providers) {
    std::error_code ignored;
    std::ifstream stream{file, std::ios::binary};
    // A folder opens well enough, and throws when it is read.
    if (!stream || std::filesystem::is_directory(file, ignored)) {
        return ConfigErrors{{"", "cannot be read"}};
    }
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    return parse_config(text, file.parent_path(), providers);
}

}  // namespace alysio::sandbox::tenants
