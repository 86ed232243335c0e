#include "sandbox_host/org/traffic/traffic.hpp"

#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/traffic/ready_answers.hpp"

#include <algorithm>
#include <utility>

namespace alysio::sandbox::org {
namespace {

// The rest of a body, from the byte where it stops making sense. The first character stands in no JSON, in no text.
constexpr std::string_view garbage = "\x1A<!-- garbage -->";

std::size_t before_the_end(std::size_t place, const std::string& body) {
    return body.empty() ? 0 : std::min(place, body.size() - 1);
}

void make_changes(FaultRecord& record, const Scene& scene) {
    if (scene.tenant == nullptr) return;
    const Meanwhile& meanwhile = record.fault.meanwhile;
    if (meanwhile.rotate_session && scene.user != nullptr) scene.tenant->renew_session(scene.user->name);
    if (meanwhile.expire_locators) scene.tenant->queries().expire_locators();
    for (const Change& change : meanwhile.changes) {
        if (const auto made = change.make(*scene.tenant); !made) record.trouble = made.error();
    }
}

Response process_with(const PageShrink& shrink, const Scene& scene, const std::function<Response()>& process) {
    if (scene.tenant == nullptr || shrink.percent == 0) return process();
    const PageShrink before = std::exchange(scene.tenant->page_shrink, shrink);
    Response response = process();
    scene.tenant->page_shrink = before;
    return response;
}

// UNABLE_TO_LOCK_ROW names a record: the one asked for, else the user, whose row many writes need.
std::string record_of(const Passage& passage, const Scene& scene) {
    Request request;
    request.target = passage.target;
    const auto path = request.segments();
    const auto id = path.empty() ? std::nullopt : to_18(path.back());
    if (id) return *id;
    return scene.user == nullptr ? "" : scene.user->id;
}

}  // namespace

Delivery Traffic::pass(Passage passage, const Scene& scene, const std::function<Response()>& process) {
    passage.number = ++count_;
    passage.at = Clock::system_now();
    FaultRecord* record = faults_.strike(passage);
    if (record == nullptr) passage.processed = true;
    if (record != nullptr) passage.fault = record->number;
    Delivery delivery = record == nullptr ? Delivery{process()} : meet(*record, passage, scene, process);
    passage.status = delivery.way.silent ? 0 : delivery.response.status;
    if (!delivery.way.silent) passage.bytes = delivery.way.cut_at.value_or(delivery.response.body.size());
    bytes_ += passage.bytes;
    log_.push_back(std::move(passage));
    if (log_.size() > log_size) log_.pop_front();
    return delivery;
}

Delivery Traffic::meet(FaultRecord& record, Passage& passage, const Scene& scene,
                       const std::function<Response()>& process) {
    const Fault& fault = record.fault;
    make_changes(record, scene);
    Delivery delivery;
    delivery.way = fault.way;
    if (fault.processes) {
        delivery.response = process_with(fault.meanwhile.page_shrink, scene, process);
        passage.processed = true;
    }
    if (fault.answer) delivery.response = *fault.answer;
    if (!fault.error.empty()) delivery.response = *ready_answer(fault.error, record_of(passage, scene));
    std::string& body = delivery.response.body;
    if (fault.malformed_after) body.resize(before_the_end(*fault.malformed_after, body)), body += garbage;
    if (fault.cuts) delivery.way.cut_at = before_the_end(fault.cut_after.value_or(body.size() / 2), body);
    return delivery;
}

void Traffic::forget() {
    log_.clear();
    count_ = bytes_ = 0;
}

}  // namespace alysio::sandbox::org
