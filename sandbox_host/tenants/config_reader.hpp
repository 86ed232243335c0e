#pragma once

#include "sandbox_host/tenants/config.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::tenants {

using Json = nlohmann::ordered_json;

/// `parent` with one more step, escaped as RFC 6901 says.
std::string child_pointer(std::string parent, std::string_view key);

/// One object of the configuration, read member by member. Whatever is wrong goes to the shared list with its pointer;
/// members nobody asked for are reported when the reader ends.
class ObjectReader {
  public:
    ObjectReader(const Json& value, std::string pointer, ConfigErrors& errors);
    ~ObjectReader();
    ObjectReader(const ObjectReader&) = delete;
    ObjectReader& operator=(const ObjectReader&) = delete;

    /// Keys are string literals: the reader keeps views of them.
    const Json* member(std::string_view key);  ///< null when absent

    /// Absent or wrong members give the empty value; `required` ones are then reported.
    enum class Need { optional, required };
    std::string text(std::string_view key, Need need = Need::optional);
    std::string choice(std::string_view key, const std::vector<std::string_view>& words, Need need);
    std::string url(std::string_view key, Need need);      ///< http or https, without trailing slash
    std::string version(std::string_view key, Need need);  ///< "62.0"
    std::optional<unsigned> number(std::string_view key, unsigned lowest, unsigned highest);
    std::optional<std::vector<std::string>> texts(std::string_view key);

    /// One of two members: a file name (relative ones are taken from `folder`) or the name of a variable.
    std::optional<SecretSource> secret(std::string_view file_key, std::string_view env_key,
                                       const std::filesystem::path& folder, Need need);

    void error(std::string_view key, std::string message);  ///< key "": the object itself
    void allow_any();                                       ///< members nobody asked for are not reported
    std::string pointer(std::string_view key) const { return child_pointer(pointer_, key); }

  private:
    const Json* value_;  // null when it is no object
    std::string pointer_;
    ConfigErrors& errors_;
    std::vector<std::string_view> known_;
};

}  // namespace alysio::sandbox::tenants
