#include "sandbox_host/cli/commands.hpp"

#include <iostream>

namespace alysio::sandbox::cli {

int run(const CommonOptions&, const PrintCommand& command, Interrupt&) {
    std::cout << command.text;
    return success;
}

int complain(std::string_view message) {
    std::cerr << "alysio-sandbox: " << message << '\n';
    return usage_error;
}

}  // namespace alysio::sandbox::cli
