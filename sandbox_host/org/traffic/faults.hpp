#pragma once

#include "sandbox_host/org/result.hpp"
#include "sandbox_host/org/server/http.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

struct Passage;

/// One thing that goes wrong, for the next `times` requests that match. In JSON:
///   {"method":"POST", "path":"/sobjects/Lead", "tenant":"acme", "via":"proxy", "times":1, "skip":0,
///    "latency_ms":200, "drop":"after", "status":503, "body":[…], "headers":{"Retry-After":"2"}}
/// Every key may be left out; `path` is a part of the target, `times` is 1 and -1 means always, `skip` lets that many
/// matching requests pass first. A `status` answers instead of the org; `drop` closes the connection "before" or
/// "after" the org has done what was asked.
struct Fault {
    enum class Drop { none, before, after };

    std::string method;
    std::string path;
    std::string tenant;
    std::string via;
    std::int64_t times = 1;
    std::int64_t skip = 0;

    std::chrono::milliseconds latency{};
    Drop drop = Drop::none;
    std::optional<Response> answer;

    static Result<Fault> load(const nlohmann::json& document);
};

/// The faults in force, in the order they were added; the first that matches a request is the one it meets.
class Faults {
  public:
    void add(Fault fault);
    void clear() { faults_.clear(); }
    std::size_t size() const noexcept { return faults_.size(); }

    /// The fault for this request, used up by one; null when it goes well. Valid until the next call.
    const Fault* take(const Passage& passage);

  private:
    std::vector<Fault> faults_;
    std::optional<Fault> taken_;
};

}  // namespace alysio::sandbox::org
