#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a server on 127.0.0.1 asks of a request before it looks at it: a web page that somebody on this machine looks at
/// can make the browser send requests here, but not under this machine's names.
namespace alysio::sandbox::loopback {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// name or name:port, as in Host. The names are 127.0.0.1, localhost and [::1], in any letter case; other spellings of the
/// same address are none, since only who means something else needs them.
bool is_own_authority(std::string_view authority) noexcept;
/// http://authority or https://authority, and nothing behind it, as in Origin.
bool is_own_origin(std::string_view origin) noexcept;

/// Whether there is one Host, and it names this machine.
bool asks_for_this_machine(const Headers& headers) noexcept;
/// Whether there is no Origin, or one that is this machine's.
bool comes_from_this_machine(const Headers& headers) noexcept;

}  // namespace alysio::sandbox::loopback
