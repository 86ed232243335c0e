#include "sandbox_host/tenants/config_reader.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace alysio::sandbox::tenants {
namespace {

std::string listed(const std::vector<std::string_view>& words) {
    std::string text;
    for (const auto word : words) text.append(text.empty() ? "" : ", ").append(word);
    return text;
}

// Keys under which people put a secret itself.
bool looks_secret(std::string_view key) {
    for (const std::string_view word : {"token", "secret", "password", "signing_key", "private_key", "authorization"}) {
        if (key.find(word) != key.npos) return true;
    }
    return false;
}

}  // namespace

std::string child_pointer(std::string parent, std::string_view key) {
    parent += '/';
    for (const char c : key) {
        if (c == '~' || c == '/') {
            parent.append(c == '~' ? "~0" : "~1");
        } else {
            parent += c;
        }
    }
    return parent;
}

ObjectReader::ObjectReader(const Json& value, std::string pointer, ConfigErrors& errors)
    : value_(value.is_object() ? &value : nullptr), pointer_(std::move(pointer)), errors_(errors) {
    if (!value_) error("", "must be an object");
}

ObjectReader::~ObjectReader() {
    if (!value_) return;
    for (const auto& [key, value] : value_->items()) {
        if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
        if (looks_secret(key)) {
            error(key, "a secret never stands in the configuration: name a file (…_file) or a variable (…_env)");
        } else {
            error(key, "is not known here; known: " + listed(known_));
        }
    }
}

const Json* ObjectReader::member(std::string_view key) {
    known_.push_back(key);
    if (!value_) return nullptr;
    const auto found = value_->find(std::string(key));
    return found == value_->end() ? nullptr : &*found;
}

std::string ObjectReader::text(std::string_view key, Need need) {
    const auto* value = member(key);
    if (!value) {
        if (need == Need::required && value_) error(key, "is missing");
        return {};
    }
    if (!value->is_string() || value->get_ref<const std::string&>().empty()) {
        error(key, "must be a text that is not empty");
        return {};
    }
    auto text = value->get<std::string>();
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
        error(key, "must not hold control characters");
        return {};
    }
    return text;
}

std::string ObjectReader::choice(std::string_view key, const std::vector<std::string_view>& words, Need need) {
    auto text = this->text(key, need);
    if (text.empty() || std::find(words.begin(), words.end(), text) != words.end()) return text;
    error(key, "must be one of: " + listed(words));
    return {};
}

std::string ObjectReader::url(std::string_view key, Need need) {
    auto text = this->text(key, need);
    if (text.empty()) return text;
    const auto host = text.rfind("https://", 0) == 0 ? 8u : text.rfind("http://", 0) == 0 ? 7u : 0u;
    const bool plain = text.find_first_of("?#@\\ ") == text.npos;
    if (host == 0 || text.size() == host || text[host] == '/' || !plain) {
        error(key, "must be an http or https address without user name, query or fragment");
        return {};
    }
    while (text.back() == '/') text.pop_back();
    return text;
}

std::string ObjectReader::version(std::string_view key, Need need) {
    auto text = this->text(key, need);
    const auto major = std::string_view{text}.substr(0, text.find('.'));
    const bool sound = !major.empty() && std::string_view{text}.substr(major.size()) == ".0" &&
                       std::all_of(major.begin(), major.end(), base::is_digit);
    if (!text.empty() && !sound) error(key, "must be a version like \"62.0\"");
    return text;
}

std::optional<unsigned> ObjectReader::number(std::string_view key, unsigned lowest, unsigned highest) {
    const auto* value = member(key);
    if (!value) return {};
    if (!value->is_number_unsigned() || value->get<std::uint64_t>() < lowest || value->get<std::uint64_t>() > highest) {
        error(key, "must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
        return {};
    }
    return value->get<unsigned>();
}

std::optional<std::vector<std::string>> ObjectReader::texts(std::string_view key) {
    const auto* value = member(key);
    if (!value) return {};
    std::vector<std::string> texts;
    if (!value->is_array()) {
        error(key, "must be a list of texts");
        return texts;
    }
    for (std::size_t i = 0; i < value->size(); ++i) {
        const auto& item = (*value)[i];
        if (item.is_string() && !item.get_ref<const std::string&>().empty()) {
            texts.push_back(item.get<std::string>());
        } else {
            errors_.push_back({pointer(key) + '/' + std::to_string(i), "must be a text that is not empty"});
        }
    }
    return texts;
}

namespace {

bool is_variable_name(std::string_view text) {
    return !base::is_digit(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) { return base::is_letter_or_digit(c) || c == '_'; });
}

// A key, a session id, a signed token, or any long word of mixed letters: what somebody may write where its
// place is asked for. It is not repeated in any message.
bool looks_like_secret(std::string_view text) {
    if (text.find_first_of("\n!") != text.npos || text.find("-----") != text.npos) return true;
    const auto name = text.substr(text.rfind('/') + 1);
    // As the services that issue them mark them, for scanners to find.
    for (const std::string_view mark :
         {"eyJ", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xapp-", "AKIA", "ASIA", "AIza",
          "ya29.", "sk-", "sk_live_", "rk_live_", "SG.", "npm_"}) {
        if (name.size() >= mark.size() + 12 && name.starts_with(mark)) return true;
    }
    const auto has = [&](auto is) { return std::any_of(name.begin(), name.end(), is); };
    return name.size() >= 24 && has(base::is_lower) && has(base::is_digit) &&
           (has(base::is_upper) || name.size() >= 32) && name.find_first_of("-_. ") == name.npos;
}

}  // namespace

std::optional<SecretSource> ObjectReader::secret(std::string_view file_key, std::string_view env_key,
                                                 const std::filesystem::path& folder, Need need) {
    const auto file = text(file_key);
    const auto env = text(env_key);
    if (!file.empty() && !env.empty()) {
        error(env_key, "stands beside " + std::string(file_key) + ": give one of them");
    } else if (!file.empty() && looks_like_secret(file)) {
        error(file_key, "is the path of a file; what stands there has " + std::to_string(file.size()) +
                            " characters and looks like the secret itself, which belongs into the file");
    } else if (!file.empty()) {
        return SecretSource{.file = folder / file, .pointer = pointer(file_key)};
    } else if (!env.empty()) {
        if (is_variable_name(env) && !looks_like_secret(env))
            return SecretSource{.env = env, .pointer = pointer(env_key)};
        error(env_key, "is the name of a variable, of letters, digits and '_'; what stands there has " +
                           std::to_string(env.size()) +
                           " characters and is none (a secret itself belongs into the variable)");
        return {};
    } else if (need == Need::required && value_) {
        error("", "needs " + std::string(file_key) + " or " + std::string(env_key));
    }
    return {};
}

void ObjectReader::error(std::string_view key, std::string message) {
    errors_.push_back({key.empty() ? pointer_ : pointer(key), std::move(message)});
}

void ObjectReader::allow_any() {
    value_ = nullptr;
}

}  // namespace alysio::sandbox::tenants
