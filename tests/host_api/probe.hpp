#pragma once

#include <alysio/sdk/plugin.hpp>
#include <alysio/testing/test_host.hpp>

#include <functional>
#include <string>
#include <utility>

namespace alysio::tests {

/// A plugin whose one tool is whatever the test says. The coroutine's captures live in this closure, for as long as the host.
using Behaviour = std::function<sdk::Task<sdk::Reply>(sdk::Call&)>;

class Probe {
  public:
    static inline Behaviour behaviour;
    static inline std::string saved_state_seen;

    Probe(sdk::Core&, std::string_view, std::string_view saved_state) { saved_state_seen = saved_state; }
    sdk::Task<sdk::Reply> run(sdk::Call& call) { return behaviour(call); }
    std::string save_state() const { return "state of a probe"; }
};

inline constexpr alysio_tool probe_tool{sizeof(alysio_tool),
                                        0,
                                        sdk::str("probe"),
                                        sdk::str("Probe"),
                                        sdk::str("Does whatever the test says."),
                                        sdk::str(R"({"type":"object"})"),
                                        sdk::str(R"({"type":"object"})")};
inline constexpr const alysio_tool* probe_tools[] = {&probe_tool};
inline constexpr alysio_plugin probe_table = sdk::plugin_table<Probe, probe_tools>("probe", "1.0.0");

/// A test host with a probe in it.
class ProbeHost : public testing::TestHost {
  public:
    explicit ProbeHost(Behaviour behaviour) : testing::TestHost(probe_table) {
        Probe::behaviour = std::move(behaviour);
        create();
    }

    testing::TestCall& probe(testing::CallOptions options = {}) { return call("probe", "{}", std::move(options)); }
};

}  // namespace alysio::tests
