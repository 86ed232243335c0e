#pragma once

#include "sandbox_host/connection/request.hpp"
#include "sandbox_host/tenants/endpoints.hpp"
#include "sandbox_host/tenants/location.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::tenants {

/// The names that a request holds at the places its endpoint declares.
class RequestNames {
  public:
    /// Both need to live as long as this.
    RequestNames(const connection::RequestView& request, const Match& match);

    /// The body is one JSON object, in which no member stands twice where a place inside of it decides.
    bool has_sound_body() const;
    /// A member of the body that is at no declared place, nor around one, where places inside of it are declared.
    std::optional<std::string> undeclared_member() const;

    /// The object the request is about; nothing where it does not say.
    std::optional<std::string> object() const;
    /// The fields it reads or writes; nothing where it does not say.
    std::optional<std::vector<std::string>> fields() const;
    /// The statement in the provider's query language; null where there is none.
    const std::string_view* statement() const;

  private:
    const std::string_view* query(std::string_view key) const;
    const nlohmann::json* body(const std::string& pointer) const;

    const connection::RequestView& request_;
    const Match& match_;
    nlohmann::json body_;
    bool repeats_ = false;  // some object in the body has two members of one name: the server decides which it takes
};

}  // namespace alysio::sandbox::tenants
