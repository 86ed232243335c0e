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
    double allocations = 0;  // where they were counted
};

/// Runs a program, its stdout going to a file. The kernel counts the memory of whoever starts a program as that
/// program's until it has begun, so who measures must be small itself.
Spent run_program(const std::vector<std::string>& arguments, const std::filesystem::path& out);
/// The same with its allocations counted, which takes time and memory: those are no figures then.
Spent run_counted(const std::vector<std::string>& arguments, const std::filesystem::path& out);

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
