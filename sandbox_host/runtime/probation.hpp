#pragma once

#include "sandbox_host/runtime/call.hpp"

namespace alysio::sandbox::runtime {

/// Whether a call ended so because the plugin is broken: it refused the call, did not end it when it should have, or
/// reports a bug of its own. An error that tells the caller what to do better is a plugin at work.
bool is_plugins_fault(const CallResult& result);

/// A new generation's first calls. It is proven by one that the plugin is not to blame for, and has failed by `calls` in
/// a row that it is.
class Probation {
  public:
    enum class Verdict { open, proven, failed };

    /// Of 0 calls: proven from the start.
    explicit Probation(unsigned calls) : left_(calls), verdict_(calls == 0 ? Verdict::proven : Verdict::open) {}

    Verdict verdict() const noexcept { return verdict_; }
    /// Gives the verdict that this call brings about, once.
    Verdict judge(bool at_fault);

  private:
    unsigned left_;
    Verdict verdict_;
};

}  // namespace alysio::sandbox::runtime
