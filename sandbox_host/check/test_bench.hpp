#pragma once

#include "sandbox_host/check/scripted_call.hpp"

#include <alysio/testing/test_host.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::check {

/// The host in memory with the calls' servers behind it. No call has a deadline here: one that would wait for ever is
/// to be seen waiting.
class TestBench {
  public:
    explicit TestBench(const alysio_plugin& plugin);

    /// In words, why no instance came up.
    std::optional<std::string> open(std::string_view saved_state = {});

    /// The call must outlive the bench.
    testing::TestCall& start(const ScriptedCall& scripted);
    testing::TestCall& start(const ScriptedCall& scripted, testing::CallOptions options);

    /// A test's word on what the server answers.
    std::function<void(const testing::SeenRequest&, testing::Answer&)> on_answer;

    testing::TestHost host;

  private:
    struct Script {
        const ScriptedCall* scripted = nullptr;
        std::size_t next = 0;  // of the answers that name no request
    };

    testing::Answer answer(const testing::SeenRequest& request);

    const ScriptedCall* starting_ = nullptr;
    std::map<alysio_call, Script> scripts_;
};

}  // namespace alysio::sandbox::check
