#pragma once

#include <string>
#include <string_view>

namespace alysio::sandbox::org {

std::string base64(std::string_view bytes);

}  // namespace alysio::sandbox::org
