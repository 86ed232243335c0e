#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::mcp {

/// The call that the user was asked about. It travels through the client and comes back with the answer.
struct ConfirmedCall {
    std::string tool;
    std::string arguments_digest;
    std::string principal;
    std::string preview_token;
};

/// Seals and opens `requestState`. A client can neither read a meaning into it nor change it: it is authenticated with a
/// key of this process, ends after a while, and is good once.
class RequestStates {
  public:
    using Now = std::chrono::sys_seconds;
    static constexpr std::chrono::minutes lifetime{10};

    RequestStates();

    std::string seal(const ConfirmedCall& call, Now now);

    enum class Validity {
        good,
        forged,  ///< not of this process, or altered
        over,    ///< expired, or used before
    };
    struct Opened {
        Validity validity = Validity::forged;
        ConfirmedCall call;
    };
    Opened open(std::string_view state, Now now);

  private:
    std::string signature(std::string_view payload) const;

    std::array<unsigned char, 32> key_{};
    std::uint64_t sealed_ = 0;
    std::map<std::uint64_t, Now> used_;  // by number, and when it would end
};

/// The same for all spellings of the same JSON value.
std::string digest(const std::string& json);

}  // namespace alysio::sandbox::mcp
