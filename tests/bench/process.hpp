#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace alysio::bench {

/// What a program that ran to its end cost.
struct Spent {
    int exit_code = -1;
    double wall_s = 0;
    double cpu_s = 0;        // user and system
    double peak_memory = 0;  // MB of 1,000,000 bytes
};

/// Runs a program, its stdout going to a file. The kernel counts the memory of whoever starts a program as that
/// program's until it has begun, so who measures must be small itself.
Spent run_program(const std::vector<std::string>& arguments, const std::filesystem::path& out);

/// The most memory that this process ever had, in MB.
double own_peak_memory();

/// A folder of its own under the system's temporary one, removed at the end.
class Workplace {
  public:
    Workplace();
    ~Workplace();
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;

    const std::filesystem::path& folder() const { return folder_; }

  private:
    std::filesystem::path folder_;
};

}  // namespace alysio::bench
