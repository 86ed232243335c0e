#include "sandbox_host/org/tenant/sessions.hpp"

#include <array>
#include <iterator>
#include <utility>

namespace alysio::sandbox::org {

Sessions::Sessions(RandomBytes random) : random_(std::move(random)) {}

std::string Sessions::open(std::string_view org_id, const User& user) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
    std::array<unsigned char, 64> random{};
    random_(random);
    std::string token = std::string(org_id.substr(0, 15)) + "!";
    for (const unsigned char byte : random) token += letters[byte % letters.size()];
    users_[token] = &user;
    return token;
}

const User* Sessions::user(std::string_view access_token) const noexcept {
    const auto session = users_.find(access_token);
    return session == users_.end() ? nullptr : session->second;
}

bool Sessions::close(std::string_view access_token) {
    const auto session = users_.find(access_token);
    if (session == users_.end()) return false;
    users_.erase(session);
    return true;
}

void Sessions::close_all(const User& user) {
    for (auto session = users_.begin(); session != users_.end();) {
        session = session->second == &user ? users_.erase(session) : std::next(session);
    }
}

}  // namespace alysio::sandbox::org
