#pragma once

#include <nlohmann/json.hpp>

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace alysio::sandbox::cli {

struct Outcome {
    int exit_code = -1;  // 128 + n: killed by signal n
    std::string out;
    std::string err;

    nlohmann::json json() const { return nlohmann::json::parse(out); }
};

// The real program, with a home of its own that goes away with this object.
class Program {
  public:
    Program();
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    Outcome run(const std::vector<std::string>& arguments, const std::string& input = "") const;

    // With the file as its standard output.
    Outcome run_into(const char* file, const std::vector<std::string>& arguments) const;

    const std::filesystem::path& home() const { return home_; }
    std::filesystem::path write(const std::string& name, const std::string& content) const;

    // Further variables for what runs from here on.
    std::map<std::string, std::string> environment;

  private:
    std::filesystem::path home_;
};

// The program running in the background.
class Running {
  public:
    enum class Stdin { ended, open };
    Running(const Program& program, const std::vector<std::string>& arguments, Stdin input = Stdin::ended);
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    // The next line of its output, without the line break; empty when it ended.
    std::string read_line();
    void write_line(const std::string& line) const;
    void end_input();
    void stop_reading();
    void signal(int number) const;
    bool has_ended() const;
    Outcome wait();

  private:
    pid_t pid_ = -1;
    int in_ = -1;
    int out_ = -1;
    int err_ = -1;
};

}  // namespace alysio::sandbox::cli
