#include "sandbox_host/cli/commands.hpp"

#include <iostream>

namespace alysio::sandbox::cli {

int complain(std::string_view message) {
    std::cerr << "alysio-sandbox: " << message << '\n';
    return usage_error;
}

}  // namespace alysio::sandbox::cli
