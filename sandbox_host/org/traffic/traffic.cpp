#include "sandbox_host/org/traffic/traffic.hpp"

namespace alysio::sandbox::org {

Delivery Traffic::pass(Passage passage, const std::function<Response()>& process) {
    passage.number = ++count_;
    passage.at = Clock::system_now();
    const Fault* fault = faults_.take(passage);
    passage.fault = fault != nullptr;
    Delivery delivery = meet(fault, passage, process);
    passage.status = delivery.drop ? 0 : delivery.response.status;
    log_.push_back(std::move(passage));
    if (log_.size() > log_size) log_.pop_front();
    return delivery;
}

Delivery Traffic::meet(const Fault* fault, Passage& passage, const std::function<Response()>& process) {
    Delivery delivery;
    if (fault != nullptr) delivery.delay = fault->latency;
    if (fault != nullptr && fault->drop == Fault::Drop::before) {
        delivery.drop = true;
    } else if (fault != nullptr && fault->answer && fault->drop != Fault::Drop::after) {
        delivery.response = *fault->answer;
    } else {
        delivery.response = process();
        passage.processed = true;
        // A status beside drop "after" is what the client hears of a request that was done all the same.
        if (fault != nullptr && fault->answer) delivery.response = *fault->answer;
        delivery.drop = fault != nullptr && !fault->answer && fault->drop == Fault::Drop::after;
    }
    return delivery;
}

void Traffic::forget() {
    log_.clear();
    count_ = 0;
}

}  // namespace alysio::sandbox::org
