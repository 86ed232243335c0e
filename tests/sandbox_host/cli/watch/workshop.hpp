#pragma once

#include "tests/sandbox_host/cli/program.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace alysio::sandbox::cli {

// A developer's place in a program's home: a source that names the build that is wanted, a script that builds it, and
// the library that comes of it.
class Workshop {
  public:
    explicit Workshop(const std::string& fixture = "reloadable_one");

    // What an editor does: the source now says that this fixture is to be built. "bad" does not compile, "slow" never
    // ends.
    void save(const std::string& fixture) const;
    void wait_for_slow_build() const;

    // alysio-sandbox watch with all of that, and further arguments behind.
    std::vector<std::string> watch(const std::vector<std::string>& further = {}) const;
    // Leads calls to that origin, with a token that is in the environment.
    void connect_to(const std::string& origin);

    Program program;

    static constexpr auto token = "canary-token-51f3";
};

// A session that is spoken to line by line.
class Dialogue {
  public:
    Dialogue(const Workshop& workshop, const std::vector<std::string>& arguments)
        : process(workshop.program, arguments, Running::Stdin::open) {
        until("h for help");
    }

    void say(const std::string& line) const { process.write_line(line); }
    // Reads on until a line has this text; gives all lines up to it.
    std::string until(const std::string& text);
    // Ends the input, and gives the rest.
    Outcome end() {
        process.end_input();
        return process.wait();
    }

    Running process;
};

}  // namespace alysio::sandbox::cli
