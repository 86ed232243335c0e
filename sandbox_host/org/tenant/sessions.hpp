#pragma once

#include "sandbox_host/org/random/random_bytes.hpp"

#include <map>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

struct User;

/// The sessions of one org: access tokens, and the users they speak for. A session lasts until it is closed or the org
/// stops.
class Sessions {
  public:
    explicit Sessions(RandomBytes random);

    /// A new session's access token, spelt like Salesforce's: the org's short id, a mark, and what nobody can guess.
    std::string open(std::string_view org_id, const User& user);
    /// Null when no session has that token.
    const User* user(std::string_view access_token) const noexcept;
    bool close(std::string_view access_token);
    void close_all(const User& user);

  private:
    RandomBytes random_;
    std::map<std::string, const User*, std::less<>> users_;
};

}  // namespace alysio::sandbox::org
