#include "tests/bench/process.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>

namespace alysio::bench {

namespace {

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double megabytes(long kibibytes) {
    return static_cast<double>(kibibytes) * 1'024 / 1e6;
}

}  // namespace

Spent run_program(const std::vector<std::string>& arguments, const std::filesystem::path& out) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);

    const auto start = std::chrono::steady_clock::now();
    const pid_t process = fork();
    if (process == 0) {
        const int file = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (file >= 0) dup2(file, STDOUT_FILENO);
        execvp(argv[0], argv.data());
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    if (process < 0 || wait4(process, &status, 0, &usage) != process) throw std::runtime_error("no process");
    Spent spent;
    spent.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    spent.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    spent.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    spent.peak_memory = megabytes(usage.ru_maxrss);
    return spent;
}

Spent run_counted(const std::vector<std::string>& arguments, const std::filesystem::path& out) {
    const std::string count = out.string() + ".allocations";
    std::vector<std::string> counted = {"env", "LD_PRELOAD=" ALYSIO_ALLOCATION_COUNTER, "ALYSIO_ALLOCATIONS=" + count};
    counted.insert(counted.end(), arguments.begin(), arguments.end());
    Spent spent = run_program(counted, out);
    std::ifstream(count) >> spent.allocations;
    std::filesystem::remove(count);
    return spent;
}

Workplace::Workplace() {
    std::string pattern = (std::filesystem::temp_directory_path() / "alysio-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
}

Workplace::~Workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

}  // namespace alysio::bench
