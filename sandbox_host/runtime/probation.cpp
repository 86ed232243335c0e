#include "sandbox_host/runtime/probation.hpp"

#include <nlohmann/json.hpp>

namespace alysio::sandbox::runtime {

bool is_plugins_fault(const CallResult& result) {
    if (result.end != CallResult::End::finished) return true;
    if (result.kind != ALYSIO_RESULT_ERROR) return false;
    const auto json = nlohmann::json::parse(result.json, nullptr, false);
    const auto code = nlohmann::json::json_pointer("/error/code");
    return json.is_discarded() || (json.contains(code) && json[code] == "internal");
}

Probation::Verdict Probation::judge(bool at_fault) {
    if (verdict_ != Verdict::open) return Verdict::open;
    if (!at_fault) return verdict_ = Verdict::proven;
    return --left_ > 0 ? Verdict::open : verdict_ = Verdict::failed;
}

}  // namespace alysio::sandbox::runtime
