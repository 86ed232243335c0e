#pragma once

#include "sandbox_host/check/errand.hpp"

#include <alysio/testing/test_host.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::check {

// The host in memory with the errands' servers behind it. No call has a deadline here: one that would wait for ever is
// to be seen waiting.
class Stage {
  public:
    explicit Stage(const alysio_plugin& plugin);

    // In words, why no instance came up.
    std::optional<std::string> open(std::string_view saved_state = {});

    // The errand must outlive the stage.
    testing::TestCall& start(const Errand& errand);
    testing::TestCall& start(const Errand& errand, testing::CallOptions options);

    // A test's word on what the server answers.
    std::function<void(const testing::SeenRequest&, testing::Answer&)> on_answer;

    testing::TestHost host;

  private:
    struct Script {
        const Errand* errand = nullptr;
        std::size_t next = 0;  // of the answers that name no request
    };

    testing::Answer answer(const testing::SeenRequest& request);

    const Errand* starting_ = nullptr;
    std::map<alysio_call, Script> scripts_;
};

}  // namespace alysio::sandbox::check
