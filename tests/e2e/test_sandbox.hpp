#pragma once

#include "program.hpp"

#include <string>
#include <vector>

namespace alysio::e2e {

/// A running sandbox org with a state folder of its own, and the command line beside it. One for the whole test program:
/// starting an org costs more than any test here.
class TestSandbox {
  public:
    static TestSandbox& get();

    /// `alysio-sandbox ARGUMENTS...` as a person with this sandbox's state folder would run it.
    Finished sandbox(std::vector<std::string> arguments, const Environment& more = {}) const;

    /// One tool call with --json.
    Finished call(const std::string& tool, const Json& arguments, std::vector<std::string> options = {}) const;

    /// The result of a call that must succeed.
    Json result(const std::string& tool, const Json& arguments, std::vector<std::string> options = {}) const;

    /// The Id of the first record that the query finds.
    std::string id_of(const std::string& query) const;

    const Json& org() const { return org_; }  ///< the first line of `alysio-sandbox org`
    const std::string& folder() const { return folder_.path(); }

  private:
    TestSandbox();

    TemporaryFolder folder_;
    Background process_;
    Json org_;
};

/// The status of a GET, and the body.
struct Fetched {
    long status = 0;
    std::string body;
};
Fetched fetch(const std::string& url);

/// build/<preset>/bin/NAME
std::string program(const std::string& name);

}  // namespace alysio::e2e
