#pragma once

#include <nlohmann/json.hpp>

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace alysio::e2e {

using Json = nlohmann::ordered_json;
using Environment = std::map<std::string, std::string>;

struct Finished {
    int exit_code = -1;  ///< -1: ended by a signal
    std::string out;
    std::string err;

    Json json() const { return Json::parse(out); }
};

/// Runs a program to its end. The environment is this process's, with `environment` on top.
Finished run(const std::vector<std::string>& command, const Environment& environment = {},
             const std::string& input = {});

/// A program that runs beside the test, and is told to end when this dies.
class Background {
  public:
    Background(const std::vector<std::string>& command, const Environment& environment);
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;
    ~Background();

    /// The next line of its stdout; empty at its end.
    std::string line();

  private:
    pid_t child_ = -1;
    int out_ = -1;
};

/// A folder of its own, removed with everything in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

}  // namespace alysio::e2e
